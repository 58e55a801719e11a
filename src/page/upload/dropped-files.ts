/** Files that desktops leave in folders, such as .DS_Store. */
const litter = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** All files of a drop, those in folders too. Must be called in the event: later the drop is empty. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const files = await Promise.all([...transfer.items].map(filesOf));
  return files.flat().filter((file) => !litter.has(file.name));
}

function filesOf(item: DataTransferItem): Promise<File[]> {
  const entry = item.webkitGetAsEntry();
  if (entry) return filesIn(entry);
  const file = item.getAsFile(); // one that comes from no disk, such as a mail's attachment
  return Promise.resolve(file ? [file] : []);
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [
      await new Promise((resolve, reject) => {
        (entry as FileSystemFileEntry).file(resolve, reject);
      }),
    ];
  }
  const children = await childrenOf(entry as FileSystemDirectoryEntry);
  return (await Promise.all(children.map(filesIn))).flat();
}

/** A reader hands out a folder in batches; an empty batch is the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}
