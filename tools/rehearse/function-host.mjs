/*
 * The runtime of a function: `node function-host.mjs FOLDER/index.handler`. Each message is a call,
 * each answer has its number.
 */
import { createRequire } from 'node:module';

const [, , handlerName] = process.argv;
const dot = handlerName.lastIndexOf('.');
const handler = createRequire(import.meta.url)(handlerName.slice(0, dot))[
  handlerName.slice(dot + 1)
];
process.send({ ready: true });

process.on('message', async ({ id, event }) => {
  const context = { callbackWaitsForEmptyEventLoop: true, awsRequestId: String(id) };
  try {
    process.send({ id, result: await handler(event, context) });
  } catch (error) {
    process.send({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
