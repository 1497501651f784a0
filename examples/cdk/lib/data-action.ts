// SPDX-License-Identifier: Apache-2.0
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ActionResource } from './action-resource';
import { DefinitionSources } from './definition';
import { ExactlyOne, GenesysResourceProps, OnDrift } from './genesys-resource';

/** The integration that an action hangs on. */
export interface IntegrationReferences {
  readonly integrationId: string;
  /** Its exact name. Of an Integration of the same stack take the id: it says the order, too. */
  readonly integrationName: string;
}

/** Code that runs in Genesys Cloud, for an action on a function integration. */
export interface ActionFunction {
  /** Name a version or a digest, and keep the former package: a rollback reads it. */
  readonly zip: { readonly bucket: string; readonly key: string; readonly versionId?: string; readonly digest?: string };
  /** Such as `src/index.handler`. */
  readonly handler: string;
  /** Such as `nodejs22.x`. */
  readonly runtime: string;
  readonly timeoutSeconds?: number;
  readonly description?: string;
}

/** A call that the action must pass before it is live. */
export interface ActionTest {
  readonly name: string;
  readonly inputs?: Record<string, unknown>;
  /** @default true */
  readonly expectSuccess?: boolean;
  /** 400 to 599, of an error that is expected. */
  readonly expectStatus?: number;
  readonly expectOutput?: unknown;
  readonly allowWrites?: boolean;
  readonly confidential?: boolean;
}

export interface DataActionOptions extends GenesysResourceProps {
  readonly actionName: string;
  readonly category?: string;
  readonly secure?: boolean;
  /** SHA-256 of the text of a definition that stands elsewhere. */
  readonly definitionDigest?: string;
  /** `@{name}` in the definition. */
  readonly substitutions?: Record<string, string>;
  /** @default 'Fail' */
  readonly onDrift?: OnDrift;
  /** @default 'Enabled' */
  readonly ownershipTag?: 'Enabled' | 'Disabled';
  /** @default 'Refuse' */
  readonly deleteWhenUsed?: 'Refuse' | 'Allow';
  /** An action that exists, to be taken over. */
  readonly adoptActionId?: string;
  /** Of an adopted action. @default 'Release' */
  readonly onDelete?: 'Release' | 'Delete';
  readonly function?: ActionFunction;
  /** @default 'Direct' */
  readonly publish?: 'Direct' | 'Validated';
  /** With `publish: 'Validated'`. */
  readonly tests?: ActionTest[];
}

export type DataActionProps = DataActionOptions & ExactlyOne<IntegrationReferences> & ExactlyOne<DefinitionSources>;

function functionProperty(code: ActionFunction) {
  return {
    Zip: { Bucket: code.zip.bucket, Key: code.zip.key, VersionId: code.zip.versionId, Digest: code.zip.digest },
    Handler: code.handler,
    Runtime: code.runtime,
    TimeoutSeconds: code.timeoutSeconds,
    Description: code.description,
  };
}

function testProperty(test: ActionTest) {
  return {
    Name: test.name,
    Inputs: test.inputs,
    ExpectSuccess: test.expectSuccess,
    ExpectStatus: test.expectStatus,
    ExpectOutput: test.expectOutput,
    AllowWrites: test.allowWrites,
    Confidential: test.confidential,
  };
}

/** A Genesys Cloud data action. */
export class DataAction extends ActionResource {
  constructor(scope: Construct, id: string, props: DataActionProps) {
    const s3 = props.definitionS3;
    const secret = props.definitionSecret;
    super(scope, id, 'Custom::GenesysDataAction', props, {
      Name: props.actionName,
      IntegrationId: props.integrationId,
      IntegrationName: props.integrationName,
      // A string keeps numbers and booleans as they are; CloudFormation makes strings of them in an object. Numbers that
      // are known at the deployment only (`valueAsNumber` of a parameter) become numbers in it, too.
      Definition: props.definition && Stack.of(scope).toJsonString(props.definition),
      DefinitionS3: s3 && { Bucket: s3.bucket, Key: s3.key, VersionId: s3.versionId },
      DefinitionUri: props.definitionUri,
      DefinitionParameter: props.definitionParameter,
      DefinitionSecretId: secret && { SecretId: secret.secretId, VersionId: secret.versionId },
      DefinitionDigest: props.definitionDigest,
      Substitutions: props.substitutions,
      Category: props.category,
      Secure: props.secure,
      OnDrift: props.onDrift,
      OwnershipTag: props.ownershipTag,
      DeleteWhenUsed: props.deleteWhenUsed,
      AdoptActionId: props.adoptActionId,
      OnDelete: props.onDelete,
      Function: props.function && functionProperty(props.function),
      Publish: props.publish,
      Test: props.tests?.map(testProperty),
    });
  }
}
