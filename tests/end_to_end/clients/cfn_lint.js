// SPDX-License-Identifier: Apache-2.0
// npm's cfn-lint with what it lacks. Its list of resource types is of 2019, AWS's specification here of 2023; what its own
// says of CloudFormation's types, custom resources among them, is kept. It knows no Rules: it sees them as conditions, which
// they are. It loses its place after a few Fn::If, and takes AWS::NoValue for a value: it sees the template as it is when
// all conditions are CONDITIONS (true or false).
'use strict';
const parser = require('cfn-lint/lib/parser');
const types = require('cfn-lint/lib/awsData');
const newer = require('@aws-cdk/cfnspec/spec/specification.json');

const own = types.awsResources;
const kept = Object.entries(own.ResourceTypes).filter(([name]) => name.startsWith('AWS::CloudFormation::'));
types.awsResources = {
  ...own,
  ResourceTypes: { ...newer.ResourceTypes, ...Object.fromEntries(kept) },
  PropertyTypes: { ...own.PropertyTypes, ...newer.PropertyTypes },
};

// undefined for AWS::NoValue.
function choose(value, isTrue) {
  if (value === null || typeof value !== 'object') return value;
  if (value.Ref === 'AWS::NoValue') return undefined;
  if (value['Fn::If']) return choose(value['Fn::If'][isTrue ? 1 : 2], isTrue);
  const entries = Object.entries(value).map(([name, member]) => [name, choose(member, isTrue)]);
  const chosen = entries.filter(([, member]) => member !== undefined);
  return Array.isArray(value) ? chosen.map(([, member]) => member) : Object.fromEntries(chosen);
}

function conditionsOf([name, { RuleCondition: condition, Assertions: assertions }]) {
  const booleans = [condition, ...assertions.map((assertion) => assertion.Assert)].filter(Boolean);
  return booleans.map((boolean, index) => [`${name}${index}`, boolean]);
}

const open = parser.openFile;
parser.openFile = (path) => {
  const { Rules: rules = {}, ...template } = open(path);
  const conditions = Object.entries(rules).flatMap(conditionsOf);
  if (conditions.length) template.Conditions = { ...template.Conditions, ...Object.fromEntries(conditions) };
  template.Resources = choose(template.Resources, process.env.CONDITIONS === 'true');
  return template;
};
require('cfn-lint/lib/index');
