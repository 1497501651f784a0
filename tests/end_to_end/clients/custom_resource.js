// SPDX-License-Identifier: Apache-2.0
// A custom resource provider of another kind, for aws-lambda-ric: it gives back what it was given.
exports.handler = async (event) => {
  const body = JSON.stringify({
    Status: event.ResourceProperties.Fail === event.RequestType ? 'FAILED' : 'SUCCESS',
    Reason: 'as the template asked',
    PhysicalResourceId: event.PhysicalResourceId ?? `echo-${event.LogicalResourceId}`,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: { Said: event.ResourceProperties.Say, Type: event.ResourceType, Runtime: process.version },
  });
  console.log(`answering a ${event.RequestType}`);
  await fetch(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body });
};
