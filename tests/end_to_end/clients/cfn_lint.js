// SPDX-License-Identifier: Apache-2.0
// npm's cfn-lint with a newer list of resource types: its own is of 2019, AWS's specification here of 2023. What its own
// says of CloudFormation's types, custom resources among them, is kept.
'use strict';
const types = require('cfn-lint/lib/awsData');
const newer = require('@aws-cdk/cfnspec/spec/specification.json');

const own = types.awsResources;
const kept = Object.entries(own.ResourceTypes).filter(([name]) => name.startsWith('AWS::CloudFormation::'));
types.awsResources = {
  ...own,
  ResourceTypes: { ...newer.ResourceTypes, ...Object.fromEntries(kept) },
  PropertyTypes: { ...own.PropertyTypes, ...newer.PropertyTypes },
};
require('cfn-lint/lib/index');
