// SPDX-License-Identifier: Apache-2.0
// Which of OpenSSL's algorithms a program has. OpenSSL's default provider brings about 250, and every one makes each
// table of a first handshake, and each public key that is read, more expensive: at the processor's share of a small
// function that is 20 ms of a first answer (docs/decisions, "OpenSSL with what TLS needs").
#pragma once

namespace genesys_cfn::http {

// Has OpenSSL use, of its default provider, what TLS 1.2 and 1.3 with a public authority's certificates need, and the
// digests that this project computes: AES and ChaCha20; MD5, SHA-1 and SHA-2; RSA, ECDSA and Ed25519; ECDH but not DH
// over finite fields. Reading private keys is not among it. For the whole process and its whole life; call it before
// anything else of OpenSSL. When it fails, or comes too late, OpenSSL has all of its algorithms.
void UseFewAlgorithms();

}  // namespace genesys_cfn::http
