/** Hands the reader a file that was made here. */
export function saveFile(name: string, mediaType: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser has taken hold of the bytes once the click is done
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 0);
}

/** Has the browser save what lies at an address, under the name that the address has. */
export function saveAddress(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
