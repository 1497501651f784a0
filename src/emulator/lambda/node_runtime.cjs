// SPDX-License-Identifier: Apache-2.0
// What node is started with: it loads the function's handler and serves it by the Lambda Runtime API, as the managed
// runtimes for Node.js do. The package is in `task`, beside this file.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { isNativeError, isPromise } = require('node:util/types');

const api = process.env.AWS_LAMBDA_RUNTIME_API;
const root = fs.realpathSync(path.join(__dirname, 'task'));
const handlerName = process.env._HANDLER;

class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

function call(method, what, body) {
  return new Promise((resolve, reject) => {
    const [hostname, port] = api.split(':');
    const headers = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const request = http.request(
      { hostname, port, method, headers, agent: false, path: `/2018-06-01/runtime/invocation/${what}` },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers,
                                           text: Buffer.concat(parts).toString('utf8') }));
      });
    request.on('error', reject);
    request.end(body);
  });
}

function describe(error) {
  if (!isNativeError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\n') };
}

// What went wrong when the handler's file was loaded, under the types that the managed runtimes have.
function loadingError(error) {
  if (error instanceof RuntimeError || !isNativeError(error)) return error;
  console.error(error.stack);
  if (error instanceof SyntaxError) {
    const [, file, line] = /^(.*):(\d+)$/m.exec(error.stack) ?? [];
    const place = file === undefined ? '' : ` (${path.relative(root, file)}:${line})`;
    return new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}${place}`);
  }
  const missing = error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND';
  return missing ? new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message.split('\n')[0]}`) : error;
}

function load(file) {
  if (file.endsWith('.mjs')) return import(pathToFileURL(file));
  try {
    return require(file);
  } catch (error) {
    if (error.code === 'ERR_REQUIRE_ESM' || error.code === 'ERR_REQUIRE_ASYNC_MODULE') {
      return import(pathToFileURL(file));
    }
    throw error;
  }
}

async function findHandler() {
  const base = path.basename(handlerName);
  const dot = base.indexOf('.');
  if (dot < 1 || dot === base.length - 1 || handlerName.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName',
                           `Bad handler ${handlerName}: it must be FILE.FUNCTION, such as src/index.handler`);
  }
  const stem = path.join(root, path.dirname(handlerName), base.slice(0, dot));
  const file = ['.js', '.mjs', '.cjs'].map((end) => stem + end).find((name) => fs.existsSync(name));
  if (file === undefined) {
    throw new RuntimeError('Runtime.ImportModuleError',
                           `Error: Cannot find module '${path.relative(root, stem)}': the package has no such file ` +
                           'ending in .js, .mjs or .cjs');
  }
  let found = await load(file);
  for (const name of base.slice(dot + 1).split('.')) found = found?.[name];
  if (typeof found !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  return found;
}

function makeContext(headers) {
  const client = headers['lambda-runtime-client-context'];
  const context = client && JSON.parse(Buffer.from(client, 'latin1').toString('utf8'));
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: context,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

// The event that is worked on. Its `whenIdle` is called when nothing is left to do: a result that waited for that, or
// none at all, is the answer then. What an earlier event left behind has its own, which nobody calls any more.
let current = { whenIdle: () => {} };
process.on('beforeExit', () => current.whenIdle());

function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    const own = { whenIdle: () => resolve(null) };
    current = own;
    const callback = (error, result) => {
      if (error !== undefined && error !== null) {
        reject(error);
      } else if (context.callbackWaitsForEmptyEventLoop) {
        own.whenIdle = () => resolve(result);
      } else {
        resolve(result);
      }
    };
    const returned = handler(event, context, callback);
    if (isPromise(returned) || typeof returned?.then === 'function') returned.then(resolve, reject);
  });
}

function toText(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    throw new RuntimeError('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`);
  }
}

let requestId;

async function fail(error) {
  const document = describe(error);
  console.error(`${document.errorType}: ${document.errorMessage}`);
  for (const line of document.trace.slice(1)) console.error(line);
  await call('POST', `${requestId}/error`, JSON.stringify(document));
}

// Nobody knows what state the process is in: it ends, and the next event gets a new one.
async function failAndExit(error) {
  try {
    await fail(error);
  } finally {
    process.exit(1);
  }
}
process.on('uncaughtException', failAndExit);
process.on('unhandledRejection', (reason) => failAndExit(new RuntimeError(
  'Runtime.UnhandledPromiseRejection', isNativeError(reason) ? `${reason.name}: ${reason.message}` : String(reason))));

async function main() {
  process.env.LAMBDA_TASK_ROOT = root;
  process.chdir(root);
  let handler;
  let unloadable;
  try {
    handler = await findHandler();
  } catch (error) {
    unloadable = loadingError(error);
  }
  for (;;) {
    const next = await call('GET', 'next');
    if (next.status !== 200) process.exit(0);
    requestId = next.headers['lambda-runtime-aws-request-id'];
    if (handler === undefined) await failAndExit(unloadable);
    try {
      const result = toText(await run(handler, JSON.parse(next.text), makeContext(next.headers)));
      await call('POST', `${requestId}/response`, result);
    } catch (error) {
      await fail(error);
    }
  }
}
main();
