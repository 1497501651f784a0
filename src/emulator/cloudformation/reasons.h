// SPDX-License-Identifier: Apache-2.0
// CloudFormation's own words (aws-protocols.md 1.4, 4.6, 4.8, 4.12). Trailing blanks are part of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace genesys_cfn::emulator::reasons {

inline constexpr std::string_view kUserInitiated = "User Initiated";
inline constexpr std::string_view kCreationInitiated = "Resource creation Initiated";
inline constexpr std::string_view kCreationCancelled = "Resource creation cancelled";
inline constexpr std::string_view kUpdateCancelled = "Resource update cancelled";
inline constexpr std::string_view kSkipped = "Resource skipped during UpdateRollback";
inline constexpr std::string_view kCustomReplaced =
    "Requested update required the provider to create a new physical resource";
inline constexpr std::string_view kNativeReplaced =
    "Requested update requires the creation of a new physical resource; hence creating one.";
inline constexpr std::string_view kServiceTokenChanged = "Modifying service token is not allowed.";
inline constexpr std::string_view kAnswerTooLong = "Response object is too long.";
inline constexpr std::string_view kInvalidPhysicalId = "Invalid PhysicalResourceId";
inline constexpr std::string_view kPhysicalIdNoString =
    "Invalid Response object: Value of property PhysicalResourceId must be of type String";
inline constexpr std::string_view kReasonNoString =
    "Invalid Response object: Value of property Reason must be of type String";
inline constexpr std::string_view kDataNotSimple =
    "Invalid Response object: Value of property Data must be an object with String (or simple type) properties";
inline constexpr std::string_view kCleanupIncomplete = "Update successful. One or more resources could not be deleted.";
inline constexpr std::string_view kRollbackCleanupIncomplete =
    "Rollback successful. One or more resources could not be deleted.";
inline constexpr std::string_view kNoUpdates = "No updates are to be performed.";

inline constexpr std::string_view kCreationTimedOut = "Stack creation time exceeded the specified timeout.";
inline constexpr std::string_view kNoChanges =
    "The submitted information didn't contain changes. Submit different information to create a change set.";

inline std::string Failed(std::string_view message, std::string_view request_id) {
  return Concat("Received response status [FAILED] from custom resource. Message returned: ", message,
                " (RequestId: ", request_id, ")");
}
inline std::string UnknownStatus(std::string_view status) {
  return Concat("Invalid Response object: '", status, "' is not a valid ResponseStatus");
}
inline std::string MissingAttribute(std::string_view attribute, std::string_view stack_id, std::string_view logical_id,
                                    std::string_view request_id) {
  return Concat("CustomResource attribute error: Vendor response doesn't contain ", attribute, " attribute in object ",
                stack_id, "|", logical_id, "|", request_id);
}
inline std::string NoAnswer(std::string_view request_id) {
  return Concat(
      "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [",
      request_id,
      "]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that "
      "CloudFormation can attach the updated version.");
}
// "The following resource(s) failed to create: [A, B]. "; "" for none.
inline std::string FailedTo(std::string_view verb, const std::vector<std::string>& logical_ids) {
  if (logical_ids.empty()) return "";
  return Concat("The following resource(s) failed to ", verb, ": [", Join(logical_ids, ", "), "]. ");
}
inline std::string NoExport(std::string_view name) {
  return Concat("No export named ", name, " found.");
}
inline std::string ExportTaken(std::string_view name, std::string_view stack) {
  return Concat("Export with name ", name, " is already exported by stack ", stack, ". ");
}
inline std::string ExportDeletedInUse(std::string_view name, const std::vector<std::string>& users) {
  return Concat("Export ", name, " cannot be deleted as it is in use by ", Join(users, " and "));
}
inline std::string ExportChangedInUse(std::string_view name, const std::vector<std::string>& users) {
  return Concat("Export ", name, " cannot be updated as it is in use by ", Join(users, " and "));
}

}  // namespace genesys_cfn::emulator::reasons
