// SPDX-License-Identifier: Apache-2.0
// Preloaded into the baselines: takes connections to the hosts of BENCH_HOSTS to the ports given there, as the proxy does
// for bootstrap. Node.js knows no proxies.
'use strict';
const tls = require('node:tls');

const ports = JSON.parse(process.env.BENCH_HOSTS);
const connect = tls.connect;
tls.connect = (options, ...rest) => {
  const port = ports[options.host];
  if (port === undefined) throw new Error(`${options.host} is no host of this measurement`);
  return connect({ ...options, servername: options.servername || options.host, host: '127.0.0.1', port }, ...rest);
};
