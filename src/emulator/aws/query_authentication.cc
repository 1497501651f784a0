// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/query_authentication.h"

#include <utility>

#include "base/text.h"
#include "emulator/aws/aws_authentication.h"
#include "emulator/aws/xml_text.h"

namespace genesys_cfn::emulator {

QueryAuthentication::QueryAuthentication(Parts parts, std::string service, std::string xml_namespace, AccessKeys keys)
    : parts_(parts), service_(std::move(service)), xml_namespace_(std::move(xml_namespace)), keys_(std::move(keys)) {}

http::Response QueryAuthentication::Handle(const http::Request& request) {
  const auto refusal = RefusalOf(request, {service_, ""}, keys_, parts_.clock.Now());
  const bool is_unsigned = refusal && refusal->reason == AwsRefusal::Reason::kMissing;
  if (!refusal || (is_unsigned && keys_.accepts_others())) return parts_.behind.Handle(request);
  const std::string request_id = RandomUuid(parts_.random);
  return {QueryErrorStatus(refusal->reason),
          {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", request_id}},
          Concat("<ErrorResponse xmlns=\"", xml_namespace_, "\"><Error><Type>Sender</Type>",
                 XmlElementOf("Code", QueryErrorCode(refusal->reason)), XmlElementOf("Message", refusal->message),
                 "</Error>", XmlElementOf("RequestId", request_id), "</ErrorResponse>")};
}

}  // namespace genesys_cfn::emulator
