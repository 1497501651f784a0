// SPDX-License-Identifier: Apache-2.0
// Change sets of aws-protocols.md 4.10, and that they say what then happens.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Lines = std::vector<std::string>;

class ChangeSetsTest : public TestCloud {
 protected:
  static ChangeSetRequest Request(const std::string& body, ChangeSetType type = ChangeSetType::kUpdate) {
    ChangeSetRequest request;
    request.stack.stack_name = "demo";
    request.stack.template_body = body;
    request.name = "first";
    request.type = type;
    return request;
  }
  std::shared_ptr<const ChangeSetRecord> Make(const ChangeSetRequest& request) {
    const auto made = engine->CreateChangeSet(request);
    EXPECT_TRUE(made.has_value()) << made.error().message;
    return engine->DescribeChangeSet(made->id, "").value();
  }
  Result<void> Execute(const std::string& change_set = "first") {
    return engine->ExecuteChangeSet({change_set, "demo", std::nullopt, false, ""});
  }
  // "Modify A Conditional: /Properties/V 1 -> 2 Static DirectModification"
  static Lines Changes(const ChangeSetRecord& record) {
    Lines lines;
    for (const ResourceChange& change : record.changes) {
      std::string line = Concat(ToString(change.action), " ", change.logical_id);
      if (change.action == ChangeAction::kModify) line += Concat(" ", ToString(change.replacement));
      for (const PropertyChange& detail : change.details) {
        line += Concat(": ", detail.path, " ", detail.before.value_or("-"), " -> ", detail.after.value_or("-"),
                       detail.is_dynamic ? " Dynamic " : " Static ", ToString(detail.source));
        if (!detail.causing_entity.empty()) line += Concat(" ", detail.causing_entity);
      }
      lines.push_back(line);
    }
    return lines;
  }
};

TEST_F(ChangeSetsTest, CreationIsReviewedThenExecuted) {
  const auto made =
      Make(Request(Template({Custom("A", R"("V":1)"), Custom("B", R"("Of":{"Ref":"A"})")}), ChangeSetType::kCreate));
  EXPECT_EQ(Status(), "REVIEW_IN_PROGRESS");
  EXPECT_THAT(Changes(*made), ElementsAre("Add A", "Add B"));
  EXPECT_EQ(made->changes[1].after_context, Concat(R"({"Properties":{"ServiceToken":")", kProviderArn,
                                                   R"(","Of":"{{changeSet:KNOWN_AFTER_APPLY}}"}})"));
  EXPECT_EQ(made->changes[1].before_context, "");
  EXPECT_TRUE(functions.events.empty());
  ASSERT_TRUE(Execute().has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
  EXPECT_THAT(Events(), testing::Contains("demo REVIEW_IN_PROGRESS User Initiated"));
  EXPECT_EQ(engine->DescribeStack("demo")->change_set_id, made->id);
  EXPECT_THAT(engine->ListChangeSets("demo").value(), IsEmpty());
  EXPECT_EQ(Execute().error().code, ErrorCode::kNotFound);
}

TEST_F(ChangeSetsTest, ModificationsAreNamedWithTheirCauses) {
  const auto with = [](const std::string& value, const std::string& more) {
    return Template({Custom("A", value), Custom("B", R"("Of":{"Ref":"A"},"Id":{"Fn::GetAtt":["A","Id"]})"),
                     Custom("C", R"("P":{"Ref":"P"},"List":["x",{"Fn::Sub":"<${A.Id}>"}])"), Custom(more)},
                    R"(,"Parameters":{"P":{"Type":"String","Default":"1"}})");
  };
  Deploy(with(R"("V":1,"Gone":"x")", "D"));
  ChangeSetRequest request = Request(with(R"("V":"2","New":{"T":true})", "E"));
  request.stack.parameters["P"] = {"2", false};
  EXPECT_THAT(
      Changes(*Make(request)),
      ElementsAre("Modify A Conditional: /Properties/V 1 -> 2 Static DirectModification: /Properties/Gone x -> - "
                  "Static DirectModification: /Properties/New - -> {\"T\":\"true\"} Static DirectModification",
                  "Modify B Conditional: /Properties/Of A-1 -> {{changeSet:KNOWN_AFTER_APPLY}} Dynamic "
                  "ResourceReference A: /Properties/Id A-1 -> {{changeSet:KNOWN_AFTER_APPLY}} Dynamic "
                  "ResourceAttribute A.Id",
                  "Modify C Conditional: /Properties/P 1 -> 2 Static ParameterReference P: /Properties/List/1 <A-1> "
                  "-> {{changeSet:KNOWN_AFTER_APPLY}} Dynamic ResourceAttribute A.Id",
                  "Remove D", "Add E"));
}

TEST_F(ChangeSetsTest, NativeResourcesSayWhetherTheyAreReplaced) {
  const auto function = [](const std::string& name, int timeout) {
    return Template({Concat(R"("F":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":")", name,
                            R"(","Runtime":"provided.al2023","Handler":"bootstrap","Role":"r","Code":{"S3Bucket":)",
                            R"("code","S3Key":"bootstrap.zip"},"Timeout":)", timeout, "}}")});
  };
  Deploy(function("one", 3));
  const auto in_place = Make(Request(function("one", 4)));
  EXPECT_THAT(Changes(*in_place), ElementsAre("Modify F False: /Properties/Timeout 3 -> 4 Static DirectModification"));
  EXPECT_EQ(in_place->changes[0].policy_action, "");
  ChangeSetRequest request = Request(function("two", 3));
  request.name = "second";
  const auto replaced = Make(request);
  EXPECT_EQ(replaced->changes[0].replacement, Replacement::kTrue);
  EXPECT_EQ(replaced->changes[0].policy_action, "ReplaceAndDelete");
  EXPECT_EQ(replaced->changes[0].details[0].recreation, Recreation::kAlways);
}

// Static changes happen, and nothing happens that was not announced.
TEST_F(ChangeSetsTest, WhatIsAnnouncedIsWhatHappens) {
  const auto chain = [](const std::string& a, const std::string& c) {
    return Template({Custom("A", a), Custom("B", R"("Of":{"Ref":"A"})"), Custom("C", c),
                     Custom("D", R"("Of":{"Fn::GetAtt":["C","Id"]})"), Custom("E", R"("Fixed":"1")")});
  };
  const std::vector<std::pair<std::string, std::string>> cases{
      {chain(R"("V":"1")", ""), chain(R"("V":"2")", "")},
      {chain(R"("Replace":"1")", ""), chain(R"("Replace":"2")", "")},
      {chain("", R"("V":"1","Replace":"1")"), chain(R"("V":"9")", R"("V":"1","Replace":"2")")},
  };
  int number = 0;
  for (const auto& [before, after] : cases) {
    const std::string name = Concat("case", ++number);
    ASSERT_TRUE(Create(before, name).has_value());
    AnswerAll();
    ChangeSetRequest request = Request(after);
    request.stack.stack_name = name;
    const auto made = Make(request);
    const int64_t seen = AllEvents(name).back().sequence;
    ASSERT_TRUE(engine->ExecuteChangeSet({made->id, "", std::nullopt, false, ""}).has_value());
    AnswerAll();
    ASSERT_EQ(Status(name), "UPDATE_COMPLETE");
    std::set<std::string> touched;
    for (const StackEvent& event : AllEvents(name, seen)) touched.insert(event.logical_id);
    touched.erase(name);
    std::set<std::string> announced;
    for (const ResourceChange& change : made->changes) {
      announced.insert(change.logical_id);
      const bool is_certain = std::any_of(change.details.begin(), change.details.end(),
                                          [](const PropertyChange& detail) { return !detail.is_dynamic; });
      EXPECT_TRUE(!is_certain || touched.contains(change.logical_id)) << name << " " << change.logical_id;
    }
    for (const std::string& id : touched) EXPECT_TRUE(announced.contains(id)) << name << " " << id;
    EXPECT_FALSE(announced.contains("E"));
  }
}

TEST_F(ChangeSetsTest, WithoutChangesItFailsAndCannotBeExecuted) {
  Deploy(Template({Custom("A", R"("V":1)")}));
  const auto made = Make(Request(Template({Custom("A", R"("V":"1")")})));
  EXPECT_EQ(made->status, ChangeSetStatus::kFailed);
  EXPECT_EQ(made->execution_status, ExecutionStatus::kUnavailable);
  EXPECT_THAT(made->status_reason, HasSubstr("The submitted information didn't contain changes."));
  EXPECT_EQ(Execute().error(),
            (Error{ErrorCode::kConflict,
                   Concat("ChangeSet [", made->id, "] cannot be executed in its current status of [FAILED]")}));
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(ChangeSetsTest, AMissingExportFailsTheChangeSet) {
  const auto made = Make(Request(Template({Custom("A", R"("V":{"Fn::ImportValue":"none"})")}), ChangeSetType::kCreate));
  EXPECT_EQ(made->status, ChangeSetStatus::kFailed);
  EXPECT_EQ(made->status_reason, "No export named none found.");
}

TEST_F(ChangeSetsTest, AnotherUpdateMakesItObsolete) {
  Deploy(Template({Custom("A", R"("V":1)")}));
  const auto made = Make(Request(Template({Custom("A", R"("V":2)")})));
  ASSERT_TRUE(Update(Template({Custom("A", R"("V":3)")})).has_value());
  AnswerAll();
  EXPECT_EQ(engine->DescribeChangeSet("first", "demo").value()->execution_status, ExecutionStatus::kObsolete);
  EXPECT_THAT(Execute().error().message, HasSubstr("cannot be executed in its current execution status of [OBSOLETE]"));
}

TEST_F(ChangeSetsTest, SecretsAreMaskedOnBothSides) {
  const std::string body = Template({Custom("A", R"("S":{"Ref":"P"},"J":{"Fn::Sub":"x-${P}"},"V":"1")")},
                                    R"(,"Parameters":{"P":{"Type":"String","NoEcho":true}})");
  StackRequest first;
  first.stack_name = "demo";
  first.template_body = body;
  first.parameters["P"] = {"old-secret", false};
  ASSERT_TRUE(engine->CreateStack(first).has_value());
  AnswerAll();
  ChangeSetRequest request = Request(body);
  request.stack.parameters["P"] = {"new-secret", false};
  const auto made = Make(request);
  EXPECT_THAT(Changes(*made),
              ElementsAre("Modify A Conditional: /Properties/S **** -> **** Static ParameterReference P: "
                          "/Properties/J x-**** -> x-**** Static ParameterReference P"));
  EXPECT_THAT(Concat(made->changes[0].before_context, made->changes[0].after_context), Not(HasSubstr("secret")));
}

TEST_F(ChangeSetsTest, SurviveARestart) {
  Deploy(Template({Custom("A", R"("V":1)"), Custom("B")}));
  const auto before = Make(Request(Template({Custom("A", R"("V":2)"), Custom("C")})));
  Restart();
  const auto after = engine->DescribeChangeSet("first", "demo").value();
  EXPECT_EQ(Changes(*after), Changes(*before));
  EXPECT_EQ(after->id, before->id);
  EXPECT_EQ(after->changes[0].before_context, before->changes[0].before_context);
  ASSERT_TRUE(Execute().has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_COMPLETE");
  Restart();
  EXPECT_THAT(engine->ListChangeSets("demo").value(), IsEmpty());
}

TEST_F(ChangeSetsTest, AreDeletedByNameAndId) {
  const ChangeSetRequest request = Request(Template({Custom("A")}), ChangeSetType::kCreate);
  const std::string id = Make(request)->id;
  EXPECT_EQ(engine->CreateChangeSet(request).error(),
            (Error{ErrorCode::kConflict, "ChangeSet [first] already exists"}));
  ASSERT_TRUE(engine->DeleteChangeSet("first", "demo").has_value());
  EXPECT_TRUE(engine->DeleteChangeSet("first", "demo").has_value());
  EXPECT_EQ(engine->DeleteChangeSet(id, "").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(engine->DescribeChangeSet("first", "demo").error(),
            (Error{ErrorCode::kNotFound, "ChangeSet [first] does not exist"}));
  EXPECT_EQ(engine->DescribeChangeSet("first", "nope").error(),
            (Error{ErrorCode::kInvalidInput, "Stack [nope] does not exist"}));
  EXPECT_EQ(Status(), "REVIEW_IN_PROGRESS");
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_THAT(Status(), HasSubstr("does not exist"));
}

TEST_F(ChangeSetsTest, WrongTypesAndNamesAreRefused) {
  ChangeSetRequest request = Request(Template({Custom("A")}));
  EXPECT_EQ(engine->CreateChangeSet(request).error().message, "Stack [demo] does not exist");
  request.name = "no_underscore";
  EXPECT_THAT(engine->CreateChangeSet(request).error().message, HasSubstr("at 'changeSetName' failed to satisfy"));
  Deploy(Template({Custom("A")}));
  EXPECT_EQ(engine->CreateChangeSet(Request(Template({Custom("B")}), ChangeSetType::kCreate)).error().message,
            "Stack [demo] already exists and cannot be created again with the changeSet [first].");
}

TEST_F(ChangeSetsTest, AnExecutionIsNotRepeated) {
  Make(Request(Template({Custom("A")}), ChangeSetType::kCreate));
  const ExecuteRequest request{"first", "demo", std::nullopt, false, "token"};
  ASSERT_TRUE(engine->ExecuteChangeSet(request).has_value());
  EXPECT_TRUE(engine->ExecuteChangeSet(request).has_value());
  AnswerAll();
  EXPECT_EQ(functions.invocations, 1);
  EXPECT_EQ(AllEvents().back().client_request_token, "token");
}

}  // namespace
}  // namespace genesys_cfn::emulator
