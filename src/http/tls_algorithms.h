// SPDX-License-Identifier: Apache-2.0
// OpenSSL with the algorithms that this program has a use for. OpenSSL 3.0 makes all algorithms of a kind ready when
// the first of that kind is used - more than a hundred ciphers, of which TLS wants a dozen - and for each certificate
// it goes through every decoder of every kind of key. At a small function's share of a processor that is time to the
// first answer (docs/decisions, "Only the algorithms of TLS").
#pragma once

namespace genesys_cfn::http {

// From now on OpenSSL offers what clients of TLS 1.2 and 1.3, the verification of certificates (RSA, RSA-PSS, ECDSA,
// Ed25519, Ed448; SHA-1 and SHA-2) and AWS's signatures use, and nothing else (but MD5, for which libssl asks): no
// private key can be read, no other cipher, digest or key derivation be found. It is OpenSSL's own code that does the
// work, as before.
//
// Process-wide and for good. To be called once, from main, before anything else uses OpenSSL and before there are other
// threads. False when OpenSSL would not have it: then it offers everything.
bool OfferOnlyTlsAlgorithms();

}  // namespace genesys_cfn::http
