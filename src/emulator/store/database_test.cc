// SPDX-License-Identifier: Apache-2.0
#include "emulator/store/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/random.h"
#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSchema = R"(
  CREATE TABLE parent (id INTEGER PRIMARY KEY);
  CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent (id));
  CREATE TABLE note (name TEXT PRIMARY KEY, body TEXT, size INTEGER);
)";

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() {
    SystemRandom random;
    folder_ = std::filesystem::temp_directory_path() / Concat("genesys-cfn-", RandomUuid(random));
    std::filesystem::create_directory(folder_);
  }
  ~DatabaseTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Database> OpenOrFail(int version = 1) const {
    auto database = Database::Open(path(), kSchema, version);
    if (!database.has_value()) throw std::runtime_error(database.error().message);
    return std::move(database).value();
  }
  std::filesystem::path path() const { return folder_ / "local.db"; }

  std::filesystem::path folder_;
};

int64_t CountNotes(Database& database) {
  return database
      .Run([](Transaction& transaction) {
        Statement row = transaction.Query("SELECT count(*) FROM note");
        row.Step();
        return row.Integer(0);
      })
      .value();
}

Result<void> AddNote(Database& database, std::string_view name, std::string_view body = "") {
  return database.Run([&](Transaction& transaction) {
    transaction.Execute("INSERT INTO note (name, body, size) VALUES (?, ?, ?)", name, body, body.size());
  });
}

TEST_F(DatabaseTest, KeepsWhatASuccessfulFunctionWroteAfterReopening) {
  ASSERT_TRUE(AddNote(*OpenOrFail(), "a", "text").has_value());
  const auto reopened = OpenOrFail();
  const auto body = reopened->Run([](Transaction& transaction) {
    Statement row = transaction.Query("SELECT body, size FROM note WHERE name = ?", "a");
    EXPECT_TRUE(row.Step());
    EXPECT_EQ(row.Integer(1), 4);
    std::string text = row.Text(0);
    EXPECT_FALSE(row.Step());
    return text;
  });
  ASSERT_TRUE(body.has_value()) << body.error().message;
  EXPECT_EQ(*body, "text");
}

TEST_F(DatabaseTest, UndoesEverythingWhenTheFunctionReturnsAnError) {
  const auto database = OpenOrFail();
  const auto result = database->Run([](Transaction& transaction) -> Result<int> {
    transaction.Execute("INSERT INTO note (name) VALUES ('a')");
    return Error{ErrorCode::kConflict, "not today"};
  });
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::kConflict);
  EXPECT_EQ(CountNotes(*database), 0);
}

TEST_F(DatabaseTest, UndoesEverythingWhenTheFunctionThrows) {
  const auto database = OpenOrFail();
  EXPECT_THROW((void)database->Run([](Transaction& transaction) -> int {
    transaction.Execute("INSERT INTO note (name) VALUES ('a')");
    throw std::logic_error("a bug");
  }),
               std::logic_error);
  EXPECT_EQ(CountNotes(*database), 0);
}

TEST_F(DatabaseTest, TurnsAFailedStatementIntoAnErrorThatNamesTheFileAndTheReason) {
  const auto database = OpenOrFail();
  ASSERT_TRUE(AddNote(*database, "a").has_value());
  const auto twice = AddNote(*database, "a");
  ASSERT_FALSE(twice.has_value());
  EXPECT_EQ(twice.error().code, ErrorCode::kIo);
  EXPECT_THAT(twice.error().message, HasSubstr(path().string()));
  EXPECT_THAT(twice.error().message, HasSubstr("UNIQUE constraint failed: note.name"));
  ASSERT_TRUE(AddNote(*database, "b").has_value()) << "the failed statement must be usable again";
}

TEST_F(DatabaseTest, ChecksForeignKeys) {
  const auto result = OpenOrFail()->Run(
      [](Transaction& transaction) { transaction.Execute("INSERT INTO child (parent) VALUES (?)", 7); });
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("FOREIGN KEY"));
}

TEST_F(DatabaseTest, KeepsTextsAsTheyAreAndTellsNullFromEmpty) {
  const auto database = Database::OpenInMemory(kSchema, 1).value();
  const std::string with_zero("a\0b", 3);
  const auto result = database->Run([&](Transaction& transaction) {
    const std::optional<std::string> absent;
    const std::optional<int64_t> number = 5;
    transaction.Execute("INSERT INTO note (name, body, size) VALUES (?, ?, ?)", "zero", with_zero, true);
    transaction.Execute("INSERT INTO note (name, body, size) VALUES (?, ?, ?)", "empty", std::string_view(), number);
    transaction.Execute("INSERT INTO note (name, body) VALUES (?, ?)", std::string("null"), absent);
    Statement rows = transaction.Query("SELECT name, body, size FROM note ORDER BY name");
    ASSERT_TRUE(rows.Step());
    EXPECT_FALSE(rows.IsNull(1));
    EXPECT_EQ(rows.Text(1), "");
    EXPECT_EQ(rows.Integer(2), 5);
    ASSERT_TRUE(rows.Step());
    EXPECT_TRUE(rows.IsNull(1));
    EXPECT_TRUE(rows.IsNull(2));
    ASSERT_TRUE(rows.Step());
    EXPECT_EQ(rows.Text(1), with_zero);
    EXPECT_EQ(rows.Integer(2), 1);
  });
  EXPECT_TRUE(result.has_value());
}

TEST_F(DatabaseTest, ReadsTheSameStatementWithinItself) {
  const auto database = Database::OpenInMemory(kSchema, 1).value();
  ASSERT_TRUE(AddNote(*database, "a").has_value());
  ASSERT_TRUE(AddNote(*database, "b").has_value());
  const auto pairs = database->Run([](Transaction& transaction) {
    constexpr std::string_view kSql = "SELECT name FROM note ORDER BY name";
    std::string seen;
    for (Statement outer = transaction.Query(kSql); outer.Step();) {
      for (Statement inner = transaction.Query(kSql); inner.Step();) seen += outer.Text(0) + inner.Text(0) + ' ';
    }
    return seen;
  });
  EXPECT_EQ(pairs.value(), "aa ab ba bb ");
}

TEST_F(DatabaseTest, CountsTheChangedRows) {
  const auto database = Database::OpenInMemory(kSchema, 1).value();
  ASSERT_TRUE(AddNote(*database, "a").has_value());
  ASSERT_TRUE(AddNote(*database, "b").has_value());
  const auto counts = database->Run([](Transaction& transaction) {
    EXPECT_EQ(transaction.Execute("DELETE FROM note WHERE name = ?", "nobody"), 0);
    return transaction.Execute("DELETE FROM note");
  });
  EXPECT_EQ(counts.value(), 2);
}

TEST_F(DatabaseTest, RefusesTheWrongNumberOfParametersAndSeveralStatements) {
  const auto database = Database::OpenInMemory(kSchema, 1).value();
  const auto missing =
      database->Run([](Transaction& transaction) { transaction.Execute("INSERT INTO note (name) VALUES (?)"); });
  ASSERT_FALSE(missing.has_value());
  EXPECT_THAT(missing.error().message, HasSubstr("takes 1 parameters, 0 were given"));
  const auto several =
      database->Run([](Transaction& transaction) { transaction.Execute("DELETE FROM note; DELETE FROM child"); });
  ASSERT_FALSE(several.has_value());
  EXPECT_THAT(several.error().message, HasSubstr("one SQL statement"));
}

TEST_F(DatabaseTest, RefusesAFileOfANewerVersion) {
  OpenOrFail(7).reset();
  const auto database = Database::Open(path(), kSchema, 1);
  ASSERT_FALSE(database.has_value());
  EXPECT_EQ(database.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(database.error().message, HasSubstr("has schema 7, this program knows 1"));
  EXPECT_THAT(database.error().message, HasSubstr(path().string()));
}

TEST_F(DatabaseTest, RefusesAFileOfAnOlderVersionInsteadOfUsingItHalf) {
  OpenOrFail(1).reset();
  const auto database = Database::Open(path(), kSchema, 2);
  ASSERT_FALSE(database.has_value());
  EXPECT_THAT(database.error().message, HasSubstr("has schema 1, this program knows 2"));
}

TEST_F(DatabaseTest, RefusesADatabaseOfAnotherProgram) {
  ASSERT_TRUE(OpenOrFail()->Run([](Transaction& transaction) { transaction.Execute("PRAGMA user_version = 0"); }));
  const auto database = Database::Open(path(), kSchema, 1);
  ASSERT_FALSE(database.has_value());
  EXPECT_THAT(database.error().message, HasSubstr("made by another program"));
}

TEST_F(DatabaseTest, LeavesNoHalfMadeSchemaBehind) {
  const auto broken = Database::Open(path(), "CREATE TABLE one (id INTEGER); CREATE TABEL two (id INTEGER);", 1);
  ASSERT_FALSE(broken.has_value());
  EXPECT_TRUE(AddNote(*OpenOrFail(), "a").has_value());
}

TEST_F(DatabaseTest, RefusesAFileThatIsNoDatabaseAndLeavesItAlone) {
  const std::string garbage(5000, 'x');
  std::ofstream(path()) << garbage;
  const auto database = Database::Open(path(), kSchema, 1);
  ASSERT_FALSE(database.has_value());
  EXPECT_EQ(database.error().code, ErrorCode::kIo);
  EXPECT_THAT(database.error().message, HasSubstr(path().string()));
  EXPECT_THAT(database.error().message, HasSubstr("not a database"));
  EXPECT_EQ(std::filesystem::file_size(path()), garbage.size());
}

TEST_F(DatabaseTest, NamesTheFileAndTheReasonWhenItCannotBeOpened) {
  const auto missing = Database::Open(folder_ / "no" / "local.db", kSchema, 1);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
  EXPECT_THAT(missing.error().message, HasSubstr("no/local.db: No such file or directory"));
  const auto folder = Database::Open(folder_, kSchema, 1);
  ASSERT_FALSE(folder.has_value());
  EXPECT_THAT(folder.error().message, HasSubstr("Is a directory"));
}

TEST_F(DatabaseTest, NamesTheReasonInAReadOnlyDirectory) {
  if (::geteuid() == 0) GTEST_SKIP() << "the superuser may write into every directory";
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  const auto database = Database::Open(path(), kSchema, 1);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
  ASSERT_FALSE(database.has_value());
  EXPECT_THAT(database.error().message, HasSubstr("Permission denied"));
}

TEST_F(DatabaseTest, IsReadableForItsOwnerOnly) {
  const auto database = OpenOrFail();
  ASSERT_TRUE(AddNote(*database, "a").has_value());
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
  }
}

TEST_F(DatabaseTest, SaysThatAnotherProcessHoldsTheDatabase) {
  const auto first = OpenOrFail();
  const auto second = OpenOrFail();
  const auto refused = first->Run([&](Transaction& transaction) -> Result<std::string> {
    transaction.Execute("INSERT INTO note (name) VALUES ('a')");
    const auto run = AddNote(*second, "b");
    const auto open = Database::Open(path(), kSchema, 1);
    EXPECT_FALSE(open.has_value());
    return run.has_value() ? "" : run.error().message;
  });
  ASSERT_TRUE(refused.has_value());
  EXPECT_THAT(*refused, HasSubstr("locked by another process"));
  EXPECT_EQ(CountNotes(*second), 1);
}

TEST_F(DatabaseTest, UndoesTheWholeChangeWhenTheDatabaseIsFull) {
  const auto database = OpenOrFail();
  ASSERT_TRUE(AddNote(*database, "kept").has_value());
  ASSERT_TRUE(database->Run([](Transaction& transaction) { transaction.Execute("PRAGMA max_page_count = 1"); }));
  const auto full = database->Run([](Transaction& transaction) {
    transaction.Execute("INSERT INTO note (name) VALUES ('small')");
    transaction.Execute("INSERT INTO note (name, body) VALUES ('large', ?)", std::string(1 << 20, 'x'));
  });
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().code, ErrorCode::kIo);
  EXPECT_THAT(full.error().message, HasSubstr("disk is full"));
  EXPECT_EQ(CountNotes(*database), 1);
  EXPECT_TRUE(AddNote(*database, "small").has_value()) << "the database must stay usable";
}

// The file system's own limit, hit while the write-ahead log grows.
TEST_F(DatabaseTest, SurvivesAWriteThatTheFileSystemRefuses) {
  const auto database = OpenOrFail();
  ASSERT_TRUE(AddNote(*database, "kept").has_value());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{.rlim_cur = 200'000, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto refused = AddNote(*database, "large", std::string(1 << 20, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kIo);
  EXPECT_THAT(refused.error().message, HasSubstr(path().string()));
  EXPECT_EQ(CountNotes(*database), 1);
  EXPECT_TRUE(AddNote(*database, "after").has_value());
}

TEST_F(DatabaseTest, LetsManyThreadsRunTransactions) {
  const auto database = OpenOrFail();
  ASSERT_TRUE(AddNote(*database, "counter").has_value());
  constexpr int kThreads = 8;
  constexpr int kRounds = 50;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        const auto result = database->Run([](Transaction& transaction) {
          Statement row = transaction.Query("SELECT size FROM note WHERE name = 'counter'");
          row.Step();
          transaction.Execute("UPDATE note SET size = ? WHERE name = 'counter'", row.Integer(0) + 1);
        });
        EXPECT_TRUE(result.has_value()) << result.error().message;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto total = database->Run([](Transaction& transaction) {
    Statement row = transaction.Query("SELECT size FROM note WHERE name = 'counter'");
    row.Step();
    return row.Integer(0);
  });
  EXPECT_EQ(total.value(), kThreads * kRounds);
}

}  // namespace
}  // namespace genesys_cfn::emulator
