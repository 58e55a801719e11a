import type { Answer } from './measuring-process';
import { measured } from './measured';

/* Answers the path of each file that it is sent with what the file measures. */

process.on('message', (file: string) => {
  void answerTo(file).then((answer) => process.send?.(answer));
});

async function answerTo(file: string): Promise<Answer> {
  try {
    return { measurements: (await measured(file)).measurements };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
