// SPDX-License-Identifier: Apache-2.0
// A CRM for trying the example: node crm.js PORT. Every customer has the level 2.
const http = require('http');

http.createServer((request, response) => {
  const isLogin = request.url === '/oauth/token';
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(isLogin ? { access_token: 'for-the-desk' } : { level: 2 }));
}).listen(Number(process.argv[2]), '127.0.0.1');
