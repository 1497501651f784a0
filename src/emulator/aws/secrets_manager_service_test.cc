// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/secrets_manager_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/secrets_manager.h"
#include "aws/sigv4.h"
#include "base/text.h"
#include "http/in_process_client.h"
#include "json/parse.h"
#include "json/write.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class SecretsManagerServiceTest : public ::testing::Test {
 protected:
  static std::unique_ptr<Database> NewDatabase() {
    auto database = Database::OpenInMemory(SecretsManagerService::Schema(), 1);
    EXPECT_TRUE(database);
    return std::move(*database);
  }

  http::Response Call(const std::string& operation, const std::string& body) {
    http::Request request{"POST", "http://127.0.0.1:4566", "/", {}, body};
    request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "secretsmanager." + operation}};
    aws::Sign(request, credentials_, {.region = "eu-central-1", .service = "secretsmanager"}, clock_.Now());
    return service_.Handle(request);
  }
  json::Value CallOk(const std::string& operation, const std::string& body) {
    const http::Response response = Call(operation, body);
    EXPECT_EQ(response.status, 200) << response.body;
    auto parsed = json::Parse(response.body);
    EXPECT_TRUE(parsed);
    return parsed ? *parsed : json::Value();
  }
  // "Type: message" of a refused call.
  std::string Refused(const std::string& operation, const std::string& body) {
    const http::Response response = Call(operation, body);
    EXPECT_EQ(response.status, 400) << response.body;
    const auto parsed = json::Parse(response.body);
    if (!parsed) return "";
    return Concat(parsed->FindString("__type").value_or(""), ": ", parsed->FindString("Message").value_or(""));
  }
  std::string ValueOf(const std::string& input) {
    return CallOk("GetSecretValue", input).FindString("SecretString").value_or("(none)");
  }

  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'078)};
  SeededRandom random_{11};
  aws::Credentials credentials_{"local", Secret<std::string>("local-secret"), std::nullopt};
  std::unique_ptr<Database> database_ = NewDatabase();
  SecretsManagerService service_{
      {*database_, clock_, random_},
      {.account = "000000000000", .region = "eu-central-1", .origin = "http://127.0.0.1:4566"},
      credentials_};
};

TEST_F(SecretsManagerServiceTest, OurOwnClientReadsASeededSecret) {
  ASSERT_TRUE(service_.PutSecret("/genesys/oauth/credentials", R"({"client_id":"a"})"));
  http::InProcessClient client(service_);
  aws::SecretsManager manager({client, clock_, random_}, credentials_, "eu-central-1", "http://127.0.0.1:4566");
  const auto secret = manager.GetSecretString("/genesys/oauth/credentials", clock_.SteadyNow() + Milliseconds(1'000));
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->Reveal(), R"({"client_id":"a"})");
  const auto absent = manager.GetSecretString("other", clock_.SteadyNow() + Milliseconds(1'000));
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, ErrorCode::kNotFound);
}

TEST_F(SecretsManagerServiceTest, AnswersHaveTheShapeOfTheService) {
  const json::Value created = CallOk("CreateSecret", R"({"Name":"app/key","SecretString":"v1","Description":"d"})");
  const std::string arn = created.FindString("ARN").value_or("");
  EXPECT_THAT(arn, ::testing::StartsWith("arn:aws:secretsmanager:eu-central-1:000000000000:secret:app/key-"));
  EXPECT_EQ(arn.size(), std::string("arn:aws:secretsmanager:eu-central-1:000000000000:secret:app/key-").size() + 6);
  const std::string id = created.FindString("VersionId").value_or("");
  EXPECT_EQ(json::Write(CallOk("GetSecretValue", R"({"SecretId":"app/key"})")),
            Concat(R"({"ARN":")", arn, R"(","Name":"app/key","VersionId":")", id,
                   R"(","SecretString":"v1","VersionStages":["AWSCURRENT"],"CreatedDate":1767323045.078})"));
  EXPECT_EQ(json::Write(CallOk("DescribeSecret", R"({"SecretId":"app/key"})")),
            Concat(R"({"ARN":")", arn, R"(","Name":"app/key","Description":"d","CreatedDate":1767323045.078,)",
                   R"("LastChangedDate":1767323045.078,"VersionIdsToStages":{")", id, R"(":["AWSCURRENT"]}})"));
  const http::Response response = Call("GetSecretValue", R"({"SecretId":"app/key"})");
  EXPECT_EQ(response.headers.Get("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_TRUE(response.headers.Get("x-amzn-RequestId").has_value());
}

TEST_F(SecretsManagerServiceTest, FindsByNameByArnAndByPartialArn) {
  const std::string arn = *CallOk("CreateSecret", R"({"Name":"a-b","SecretString":"v"})").FindString("ARN");
  const std::string partial = arn.substr(0, arn.size() - 7);
  EXPECT_EQ(ValueOf(R"({"SecretId":"a-b"})"), "v");
  EXPECT_EQ(ValueOf(R"({"SecretId":")" + arn + "\"}"), "v");
  EXPECT_EQ(ValueOf(R"({"SecretId":")" + partial + "\"}"), "v");
  for (const std::string& wrong : {std::string("a"), arn + "x", arn.substr(0, arn.size() - 1),
                                   ReplaceAll(arn, "eu-central-1", "us-east-1"), std::string()}) {
    EXPECT_THAT(Refused("GetSecretValue", R"({"SecretId":")" + wrong + "\"}"), HasSubstr("ResourceNotFoundException"));
  }
}

TEST_F(SecretsManagerServiceTest, ANewValueMakesTheOldOnePrevious) {
  CallOk("CreateSecret", R"({"Name":"s","SecretString":"v1"})");
  clock_.Advance(Milliseconds(1'000));
  const json::Value second = CallOk("PutSecretValue", R"({"SecretId":"s","SecretString":"v2"})");
  clock_.Advance(Milliseconds(1'000));
  CallOk("PutSecretValue", R"({"SecretId":"s","SecretString":"v3"})");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v3");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s","VersionStage":"AWSPREVIOUS"})"), "v2");
  const std::string id = *second.FindString("VersionId");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s","VersionId":")" + id + "\"}"), "v2");
  EXPECT_THAT(Refused("GetSecretValue", R"({"SecretId":"s","VersionStage":"AWSCURRENT","VersionId":")" + id + "\"}"),
              HasSubstr("InvalidRequestException"));
  EXPECT_THAT(Refused("GetSecretValue", R"({"SecretId":"s","VersionStage":"mine"})"), HasSubstr("staging label: mine"));
  EXPECT_EQ(CallOk("DescribeSecret", R"({"SecretId":"s"})").Find("VersionIdsToStages")->AsObject()->size(), 2u);
}

TEST_F(SecretsManagerServiceTest, OwnStagesLeaveTheCurrentVersion) {
  CallOk("CreateSecret", R"({"Name":"s","SecretString":"v1"})");
  CallOk("PutSecretValue", R"({"SecretId":"s","SecretString":"v2","VersionStages":["AWSPENDING"]})");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v1");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s","VersionStage":"AWSPENDING"})"), "v2");
}

TEST_F(SecretsManagerServiceTest, TheFirstVersionIsAlwaysCurrent) {
  CallOk("CreateSecret", R"({"Name":"s"})");
  CallOk("PutSecretValue", R"({"SecretId":"s","SecretString":"v1","VersionStages":["AWSPENDING"]})");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v1");
}

TEST_F(SecretsManagerServiceTest, AClientRequestTokenCountsOnce) {
  CallOk("CreateSecret", R"({"Name":"s"})");
  EXPECT_THAT(Refused("GetSecretValue", R"({"SecretId":"s"})"), HasSubstr("staging label: AWSCURRENT"));
  const std::string token = R"("ClientRequestToken":"11111111-1111-1111-1111-111111111111"})";
  CallOk("PutSecretValue", R"({"SecretId":"s","SecretString":"v1",)" + token);
  CallOk("PutSecretValue", R"({"SecretId":"s","SecretString":"v1",)" + token);
  const std::string reused = Refused("PutSecretValue", R"({"SecretId":"s","SecretString":"hunter2",)" + token);
  EXPECT_THAT(reused, HasSubstr("ResourceExistsException"));
  EXPECT_THAT(reused, Not(HasSubstr("hunter2")));
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v1");
}

TEST_F(SecretsManagerServiceTest, BinaryValuesStayBase64) {
  CallOk("CreateSecret", R"({"Name":"s","SecretBinary":"AAEC/w=="})");
  const json::Value value = CallOk("GetSecretValue", R"({"SecretId":"s"})");
  EXPECT_EQ(value.FindString("SecretBinary"), "AAEC/w==");
  EXPECT_EQ(value.Find("SecretString"), nullptr);
}

TEST_F(SecretsManagerServiceTest, AForciblyDeletedSecretIsGoneAndItsNameFree) {
  const std::string arn = *CallOk("CreateSecret", R"({"Name":"s","SecretString":"v"})").FindString("ARN");
  const std::string forced = R"({"SecretId":"s","ForceDeleteWithoutRecovery":true})";
  EXPECT_EQ(CallOk("DeleteSecret", forced).FindString("ARN"), arn);
  EXPECT_THAT(Refused("GetSecretValue", R"({"SecretId":"s"})"), HasSubstr("can't find the specified secret."));
  EXPECT_THAT(Refused("DeleteSecret", R"({"SecretId":"s"})"), HasSubstr("ResourceNotFoundException"));
  CallOk("DeleteSecret", forced);
  CallOk("CreateSecret", R"({"Name":"s","SecretString":"new"})");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "new");
  EXPECT_THAT(Refused("GetSecretValue", R"({"SecretId":")" + arn + "\"}"), HasSubstr("ResourceNotFoundException"));
}

TEST_F(SecretsManagerServiceTest, ADeletedSecretCanBeRestoredUntilItsWindowEnds) {
  CallOk("CreateSecret", R"({"Name":"s","SecretString":"v"})");
  const std::string id = R"({"SecretId":"s"})";
  const json::Value deleted = CallOk("DeleteSecret", R"({"SecretId":"s","RecoveryWindowInDays":7})");
  EXPECT_EQ(json::Write(*deleted.Find("DeletionDate")), "1767927845.078");
  const std::string marked = "You can't perform this operation on the secret because it was marked for deletion.";
  for (const char* operation : {"GetSecretValue", "UpdateSecret", "ListSecretVersionIds", "TagResource"}) {
    EXPECT_EQ(Refused(operation, id), "InvalidRequestException: " + marked) << operation;
  }
  EXPECT_THAT(Refused("PutSecretValue", R"({"SecretId":"s","SecretString":"w"})"), HasSubstr(marked));
  EXPECT_THAT(Refused("DeleteSecret", id), HasSubstr("already scheduled for deletion"));
  EXPECT_THAT(Refused("CreateSecret", R"({"Name":"s"})"), HasSubstr("already scheduled for deletion."));
  EXPECT_TRUE(CallOk("DescribeSecret", id).Find("DeletedDate"));
  EXPECT_TRUE(CallOk("ListSecrets", "{}").Find("SecretList")->AsArray()->empty());
  EXPECT_EQ(CallOk("ListSecrets", R"({"IncludePlannedDeletion":true})").Find("SecretList")->AsArray()->size(), 1U);
  CallOk("RestoreSecret", id);
  EXPECT_EQ(ValueOf(id), "v");
  CallOk("DeleteSecret", R"({"SecretId":"s","RecoveryWindowInDays":7})");
  clock_.Advance(Milliseconds(7 * 86'400'000));
  EXPECT_THAT(Refused("RestoreSecret", id), HasSubstr("ResourceNotFoundException"));
  for (const char* days : {"6", "31", "\"7\""}) {
    EXPECT_THAT(Refused("DeleteSecret", Concat(R"({"SecretId":"s","RecoveryWindowInDays":)", days, "}")),
                HasSubstr("between 7 and 30 days"));
  }
}

TEST_F(SecretsManagerServiceTest, LabelsMoveBetweenVersions) {
  const std::string first = *CallOk("CreateSecret", R"({"Name":"s","SecretString":"v1"})").FindString("VersionId");
  const std::string second =
      *CallOk("PutSecretValue", R"({"SecretId":"s","SecretString":"v2","VersionStages":["AWSPENDING"]})")
           .FindString("VersionId");
  const auto move = [](const std::string& stage, const std::string& to, const std::string& from) {
    json::Object input{{"SecretId", "s"}, {"VersionStage", stage}};
    if (!to.empty()) input.Append("MoveToVersionId", to);
    if (!from.empty()) input.Append("RemoveFromVersionId", from);
    return json::Write(input);
  };
  const std::string operation = "UpdateSecretVersionStage";
  EXPECT_THAT(Refused(operation, move("AWSCURRENT", second, "")),
              HasSubstr("is currently attached to version " + first));
  EXPECT_THAT(Refused(operation, move("AWSCURRENT", second, second)), HasSubstr("InvalidParameterException"));
  EXPECT_THAT(Refused(operation, move("AWSCURRENT", "none", first)), HasSubstr("ResourceNotFoundException"));
  EXPECT_THAT(Refused(operation, move("AWSCURRENT", "", first)), HasSubstr("InvalidParameterException"));
  CallOk(operation, move("AWSCURRENT", second, first));
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v2");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s","VersionStage":"AWSPREVIOUS"})"), "v1");
  CallOk(operation, move("AWSPENDING", "", second));
  CallOk(operation, move("AWSPREVIOUS", "", first));
  EXPECT_EQ(CallOk("ListSecretVersionIds", R"({"SecretId":"s"})").Find("Versions")->AsArray()->size(), 1U);
  EXPECT_EQ(CallOk("ListSecretVersionIds", R"({"SecretId":"s","IncludeDeprecated":true})")
                .Find("Versions")
                ->AsArray()
                ->size(),
            2U);
}

TEST_F(SecretsManagerServiceTest, UpdatesAndTags) {
  CallOk("CreateSecret", R"({"Name":"s","SecretString":"v1","Tags":[{"Key":"a","Value":"1"}]})");
  EXPECT_FALSE(CallOk("UpdateSecret", R"({"SecretId":"s","Description":"d"})").Find("VersionId"));
  EXPECT_TRUE(CallOk("UpdateSecret", R"({"SecretId":"s","SecretString":"v2"})").Find("VersionId"));
  CallOk("TagResource", R"({"SecretId":"s","Tags":[{"Key":"a","Value":"2"},{"Key":"b","Value":"3"}]})");
  CallOk("UntagResource", R"({"SecretId":"s","TagKeys":["b","c"]})");
  const json::Value described = CallOk("DescribeSecret", R"({"SecretId":"s"})");
  EXPECT_EQ(described.FindString("Description"), "d");
  EXPECT_EQ(json::Write(*described.Find("Tags")), R"([{"Key":"a","Value":"2"}])");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v2");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s","VersionStage":"AWSPREVIOUS"})"), "v1");
}

TEST_F(SecretsManagerServiceTest, ACreateThatIsSentAgainIsTheSame) {
  const std::string body =
      R"({"Name":"s","SecretString":"v","ClientRequestToken":"11111111-1111-1111-1111-111111111111"})";
  const json::Value first = CallOk("CreateSecret", body);
  EXPECT_EQ(json::Write(CallOk("CreateSecret", body)), json::Write(first));
  EXPECT_THAT(Refused("CreateSecret", ReplaceAll(body, "\"v\"", "\"w\"")), HasSubstr("ResourceExistsException"));
  EXPECT_THAT(Refused("CreateSecret", R"({"Name":"t","ClientRequestToken":"short"})"), HasSubstr("32-64 characters"));
}

TEST_F(SecretsManagerServiceTest, RandomPasswords) {
  const auto password = [this](const std::string& input) {
    return CallOk("GetRandomPassword", input).FindString("RandomPassword").value_or("");
  };
  EXPECT_EQ(password("{}").size(), 32U);
  const std::string every_kind = password(R"({"PasswordLength":4})");
  EXPECT_NE(every_kind.find_first_of("0123456789"), std::string::npos) << every_kind;
  EXPECT_EQ(password(R"({"PasswordLength":100,"ExcludePunctuation":true,"ExcludeNumbers":true,"ExcludeUppercase":true,
      "ExcludeCharacters":"bcdefghijklmnopqrstuvwxyz"})"),
            std::string(100, 'a'));
  for (const char* wrong : {R"({"PasswordLength":0})", R"({"PasswordLength":4097})", R"({"PasswordLength":3})",
                            R"({"ExcludePunctuation":true,"ExcludeNumbers":true,"ExcludeUppercase":true,
                                "ExcludeLowercase":true})"}) {
    EXPECT_EQ(Call("GetRandomPassword", wrong).status, 400) << wrong;
  }
}

TEST_F(SecretsManagerServiceTest, ListsInPages) {
  for (const char* name : {"c", "a", "b", "x/d"}) CallOk("CreateSecret", Concat(R"({"Name":")", name, "\"}"));
  std::vector<std::string> names;
  std::string token;
  do {
    const std::string next = token.empty() ? "" : Concat(R"(,"NextToken":")", token, "\"");
    const json::Value page = CallOk("ListSecrets", Concat(R"({"MaxResults":3)", next, "}"));
    for (const json::Value& secret : *page.Find("SecretList")->AsArray()) names.push_back(*secret.FindString("Name"));
    token = page.FindString("NextToken").value_or("");
  } while (!token.empty());
  EXPECT_THAT(names, ElementsAre("a", "b", "c", "x/d"));
  const json::Value filtered = CallOk("ListSecrets", R"({"Filters":[{"Key":"name","Values":["x/"]}]})");
  EXPECT_EQ(filtered.Find("SecretList")->AsArray()->size(), 1u);
  CallOk("TagResource", R"({"SecretId":"b","Tags":[{"Key":"Team","Value":"crm"}]})");
  const std::pair<const char*, size_t> filters[] = {
      {R"({"Key":"tag-key","Values":["Te"]})", 1}, {R"({"Key":"tag-value","Values":["crm"]})", 1},
      {R"({"Key":"name","Values":["!x"]})", 3},    {R"({"Key":"all","Values":["team","X/"]})", 2},
      {R"({"Key":"name","Values":["B"]})", 0},
  };
  for (const auto& [filter, count] : filters) {
    const json::Value found = CallOk("ListSecrets", Concat(R"({"Filters":[)", filter, "]}"));
    EXPECT_EQ(found.Find("SecretList")->AsArray()->size(), count) << filter;
  }
  EXPECT_THAT(Refused("ListSecrets", R"({"Filters":[{"Key":"x","Values":["x"]}]})"), HasSubstr("enum value set"));
  EXPECT_THAT(Refused("ListSecrets", R"({"NextToken":"%"})"), HasSubstr("InvalidNextTokenException"));
  EXPECT_THAT(Refused("ListSecrets", R"({"MaxResults":101})"), HasSubstr("maxResults"));
}

TEST_F(SecretsManagerServiceTest, WrongInputIsRefusedWithTheServicesError) {
  CallOk("CreateSecret", R"({"Name":"s","SecretString":"v"})");
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {"CreateSecret", R"({"Name":"s","SecretString":"hunter2"})", "ResourceExistsException"},
      {"CreateSecret", R"({"Name":"a b","SecretString":"hunter2"})", "ValidationException"},
      {"CreateSecret", R"({"SecretString":"hunter2"})", "ValidationException"},
      {"CreateSecret", R"({"Name":")" + std::string(513, 'a') + "\"}", "ValidationException"},
      {"CreateSecret", R"({"Name":"n","SecretString":")" + std::string(65'537, 'a') + "\"}", "65536"},
      {"CreateSecret", R"({"Name":"n","SecretString":"hunter2","SecretBinary":"AA=="})", "InvalidParameterException"},
      {"CreateSecret", R"({"Name":"n","SecretBinary":"hunter2"})", "SerializationException"},
      {"PutSecretValue", R"({"SecretId":"s"})", "InvalidParameterException"},
      {"PutSecretValue", R"({"SecretId":"t","SecretString":"hunter2"})", "ResourceNotFoundException"},
      {"PutSecretValue", R"({"SecretId":"s","SecretString":"hunter2","VersionStages":[]})", "versionStages"},
      {"DeleteSecret", R"({"SecretId":"s","ForceDeleteWithoutRecovery":true,"RecoveryWindowInDays":7})",
       "InvalidParameterException"},
      {"RotateSecret", R"({"SecretId":"s"})", "GetSecretValue"},
      {"CreateSecret", R"({"Name":"n","SecretString":"hunter2")", "SerializationException"},
      {"CreateSecret", R"(["hunter2"])", "SerializationException"},
  };
  for (const auto& [operation, body, expected] : cases) {
    const std::string refused = Refused(operation, body);
    EXPECT_THAT(refused, HasSubstr(expected)) << body;
    EXPECT_THAT(refused, Not(HasSubstr("hunter2"))) << operation;
  }
  EXPECT_EQ(CallOk("ListSecrets", "{}").Find("SecretList")->AsArray()->size(), 1u);
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v");
}

TEST_F(SecretsManagerServiceTest, UnsignedAndWronglySignedRequestsAreRefused) {
  ASSERT_TRUE(service_.PutSecret("s", "hunter2"));
  http::Request request{"POST", "http://127.0.0.1:4566", "/", {}, R"({"SecretId":"s"})"};
  request.headers = {{"X-Amz-Target", "secretsmanager.GetSecretValue"}};
  const http::Response unsigned_response = service_.Handle(request);
  EXPECT_EQ(unsigned_response.status, 400);
  EXPECT_THAT(unsigned_response.body, HasSubstr("MissingAuthenticationTokenException"));
  aws::Credentials stranger = credentials_;
  stranger.access_key_id = "AKIDSTRANGER";
  aws::Sign(request, stranger, {.region = "eu-central-1", .service = "secretsmanager"}, clock_.Now());
  EXPECT_THAT(service_.Handle(request).body, HasSubstr("UnrecognizedClientException"));
  aws::Sign(request, credentials_, {.region = "eu-west-1", .service = "secretsmanager"}, clock_.Now());
  const http::Response wrong_region = service_.Handle(request);
  EXPECT_THAT(wrong_region.body, HasSubstr("InvalidSignatureException"));
  EXPECT_THAT(wrong_region.body, HasSubstr("Credential should be scoped to a valid region"));
  aws::Sign(request, credentials_, {.region = "eu-central-1", .service = "secretsmanager"}, clock_.Now());
  request.body = R"({"SecretId":"t"})";
  EXPECT_THAT(service_.Handle(request).body, HasSubstr("InvalidSignatureException"));
}

TEST_F(SecretsManagerServiceTest, SeedingIsRepeatable) {
  ASSERT_TRUE(service_.PutSecret("s", "v1"));
  const std::string before = json::Write(CallOk("DescribeSecret", R"({"SecretId":"s"})"));
  ASSERT_TRUE(service_.PutSecret("s", "v1"));
  EXPECT_EQ(json::Write(CallOk("DescribeSecret", R"({"SecretId":"s"})")), before);
  ASSERT_TRUE(service_.PutSecret("s", "v2"));
  EXPECT_EQ(ValueOf(R"({"SecretId":"s"})"), "v2");
  EXPECT_EQ(ValueOf(R"({"SecretId":"s","VersionStage":"AWSPREVIOUS"})"), "v1");
  CallOk("CreateSecret", R"({"Name":"empty"})");
  ASSERT_TRUE(service_.PutSecret("empty", "v"));
  EXPECT_EQ(ValueOf(R"({"SecretId":"empty"})"), "v");
  const auto refused = service_.PutSecret("not a name", "hunter2");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(refused.error().message, Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace genesys_cfn::emulator
