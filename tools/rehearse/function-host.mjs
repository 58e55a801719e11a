/*
 * The runtime of a function: `node function-host.mjs FOLDER/index.handler`. Each message is a call,
 * each answer has its number.
 */
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';

/* The emulator tells the public keys of its user pools at its own address, where AWS does at that of the region. */
const { request } = https;
https.request = (target, ...options) => {
  const url = URL.canParse(String(target)) ? new URL(target) : undefined;
  return url?.hostname.startsWith('cognito-idp.')
    ? http.request(new URL(url.pathname, process.env.AWS_ENDPOINT_URL), ...options)
    : request(target, ...options);
};

const [, , handlerName] = process.argv;
const dot = handlerName.lastIndexOf('.');
const handler = createRequire(import.meta.url)(handlerName.slice(0, dot))[
  handlerName.slice(dot + 1)
];
process.send({ ready: true });

/** The longest that Lambda gives a call. */
const CALL_MS = 15 * 60_000;

process.on('message', async ({ id, event }) => {
  const end = Date.now() + CALL_MS;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: String(id),
    getRemainingTimeInMillis: () => end - Date.now(),
  };
  try {
    process.send({ id, result: await handler(event, context) });
  } catch (error) {
    process.send({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
