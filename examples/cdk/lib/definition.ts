// SPDX-License-Identifier: Apache-2.0

export type JsonSchema = Record<string, unknown>;

/** How an action calls, and what it makes of the answer. */
export interface ActionConfig {
  readonly timeoutSeconds?: number;
  readonly request: {
    readonly requestType: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
    /** Of an action with a function the platform sets it. */
    readonly requestUrlTemplate?: string;
    readonly headers?: Record<string, string>;
    readonly requestTemplate?: string;
  };
  readonly response: {
    readonly translationMap?: Record<string, string>;
    readonly translationMapDefaults?: Record<string, string>;
    readonly successTemplate?: string;
  };
}

/** The data action itself, as Genesys Cloud's API has it. */
export interface DataActionDefinition {
  readonly config: ActionConfig;
  readonly contract: {
    readonly input: { readonly inputSchema: JsonSchema };
    readonly output: { readonly successSchema: JsonSchema };
  };
}

/** Where a definition is. Name a version or a digest: CloudFormation does not see when the text behind a name changes. */
export interface DefinitionSources {
  readonly definition: DataActionDefinition;
  readonly definitionS3: { readonly bucket: string; readonly key: string; readonly versionId?: string };
  /** `s3://bucket/key` or `s3://bucket/key?versionId=ID` */
  readonly definitionUri: string;
  /** A name, `name:version`, or an ARN. */
  readonly definitionParameter: string;
  readonly definitionSecret: { readonly secretId: string; readonly versionId?: string };
}
