// SPDX-License-Identifier: Apache-2.0
import { Construct } from 'constructs';
import { GenesysResource, GenesysResourceProps, OnDrift } from './genesys-resource';

export interface CredentialProps extends GenesysResourceProps {
  /** Such as `basicAuth` or `userDefinedOAuth`. Another one is a replacement. */
  readonly credentialType: string;
  readonly credentialName: string;
  /** The Secrets Manager secret with the values, a JSON object; the provider's role must be allowed to read it. */
  readonly secretId: string;
  /** The VersionId of the secret. Another one writes the credential anew. */
  readonly secretVersion?: string;
  /** SHA-256 of the secret's text. */
  readonly secretDigest?: string;
  /** The credential's field: the key of the secret. */
  readonly fields: Record<string, string>;
  /** @default 'Fail' */
  readonly onDrift?: OnDrift;
  /** @default 'Refuse' */
  readonly deleteWhenUsed?: 'Refuse' | 'Allow';
  /** A credential that exists, to be taken over. */
  readonly adoptCredentialId?: string;
  /** Of an adopted credential. @default 'Release' */
  readonly onDelete?: 'Release' | 'Delete';
}

/** A credential, filled from a secret. */
export class Credential extends GenesysResource {
  constructor(scope: Construct, id: string, props: CredentialProps) {
    super(scope, id, 'Custom::GenesysCredential', props, {
      CredentialType: props.credentialType,
      Name: props.credentialName,
      SecretId: props.secretId,
      SecretVersion: props.secretVersion,
      SecretDigest: props.secretDigest,
      Fields: props.fields,
      OnDrift: props.onDrift,
      DeleteWhenUsed: props.deleteWhenUsed,
      AdoptCredentialId: props.adoptCredentialId,
      OnDelete: props.onDelete,
    });
  }

  get credentialId(): string {
    return this.resource.ref;
  }

  get credentialName(): string {
    return this.resource.getAttString('Name');
  }

  get credentialType(): string {
    return this.resource.getAttString('CredentialType');
  }

  /** Path of the credential in the API. */
  get selfUri(): string {
    return this.resource.getAttString('SelfUri');
  }
}
