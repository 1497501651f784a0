// SPDX-License-Identifier: Apache-2.0
export * from './credential';
export * from './custom-auth-action';
export * from './data-action';
export * from './data-action-lookup';
export * from './definition';
export * from './genesys-resource';
export * from './integration';
