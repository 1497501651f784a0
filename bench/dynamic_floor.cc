// SPDX-License-Identifier: Apache-2.0
// The floor that the start of bootstrap is measured against: the least that an ordinary, dynamically linked C++ program
// does before its first Runtime API poll. The loader brings in libstdc++ and the shared libcurl with OpenSSL and the
// rest that it depends on, libcurl is initialised, and one GET is sent.
#include <curl/curl.h>

#include <cstdlib>
#include <string>

int main() {
  const char* const api = std::getenv("AWS_LAMBDA_RUNTIME_API");
  if (api == nullptr || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return 1;
  CURL* const handle = curl_easy_init();
  if (handle == nullptr) return 1;
  const std::string url = "http://" + std::string(api) + "/2018-06-01/runtime/invocation/next";
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  // Comes back when the other side hangs up.
  const CURLcode result = curl_easy_perform(handle);
  curl_easy_cleanup(handle);
  curl_global_cleanup();
  return result == CURLE_OK ? 0 : 1;
}
