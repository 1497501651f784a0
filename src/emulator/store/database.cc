// SPDX-License-Identifier: Apache-2.0
#include "emulator/store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

// How long to wait for another process that writes at this moment.
constexpr int kBusyMilliseconds = 500;

std::string Describe(int code, sqlite3* handle) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "the database is locked by another process: stop that process, or use another state directory "
             "(--state-dir)";
    case SQLITE_FULL:
      return "database or disk is full; nothing of this change was kept";
    case SQLITE_NOTADB:
      return "the file is not a database: move it away, or use another state directory (--state-dir)";
    case SQLITE_READONLY:
      return "the database is read-only for this user";
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: {
      const int system_error = handle == nullptr ? 0 : sqlite3_system_errno(handle);
      const std::string reason = sqlite3_errstr(code);
      return system_error == 0 ? reason : Concat(reason, ": ", std::generic_category().message(system_error));
    }
    default:
      return handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  }
}

void Check(int code, sqlite3* handle) {
  if (code != SQLITE_OK) throw DatabaseError(Describe(code, handle));
}

Error IoError(const std::string& name, std::string_view reason) {
  return {ErrorCode::kIo, Concat("database ", name, ": ", reason)};
}

// SQLite would make the file readable for everybody, and reports every reason not to open one in the same words.
Result<void> MakeFile(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return IoError(path.string(), std::generic_category().message(errno));
  ::close(descriptor);
  return {};
}

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  if (in_use_ == nullptr) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  *in_use_ = false;
}

void Statement::Bind(int index, std::string_view text) {
  const char* const data = text.data() == nullptr ? "" : text.data();  // a null pointer would bind NULL
  Check(sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
        sqlite3_db_handle(statement_));
}

void Statement::Bind(int index, int64_t number) {
  Check(sqlite3_bind_int64(statement_, index, number), sqlite3_db_handle(statement_));
}

void Statement::BindNull(int index) {
  Check(sqlite3_bind_null(statement_, index), sqlite3_db_handle(statement_));
}

void Statement::ExpectParameters(int count) const {
  const int expected = sqlite3_bind_parameter_count(statement_);
  if (expected == count) return;
  throw DatabaseError(Concat("the statement takes ", expected, " parameters, ", count, " were given"));
}

bool Statement::Step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw DatabaseError(Describe(code, sqlite3_db_handle(statement_)));
}

std::string Statement::Text(int column) const {
  const unsigned char* const text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

int64_t Statement::Integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Statement Transaction::Prepare(std::string_view sql) {
  const auto cached = database_.statements_.find(sql);
  if (cached != database_.statements_.end() && !cached->second.in_use) {
    cached->second.in_use = true;
    return {cached->second.handle, &cached->second.in_use};
  }
  sqlite3_stmt* handle = nullptr;
  const char* tail = nullptr;
  Check(sqlite3_prepare_v3(database_.handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &handle, &tail),
        database_.handle_);
  if (handle == nullptr || !Trim(sql.substr(static_cast<size_t>(tail - sql.data()))).empty()) {
    sqlite3_finalize(handle);
    throw DatabaseError("Query and Execute take one SQL statement each");
  }
  if (cached != database_.statements_.end()) return {handle, nullptr};  // the same SQL is being read further out
  Database::CachedStatement& entry = database_.statements_[std::string(sql)];
  entry = {handle, true};
  return {handle, &entry.in_use};
}

int64_t Transaction::Changes() {
  return sqlite3_changes64(database_.handle_);
}

Database::Database(sqlite3* handle, std::string name) : handle_(handle), name_(std::move(name)) {}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement.handle);
  sqlite3_close_v2(handle_);
}

Result<std::unique_ptr<Database>> Database::Open(const std::filesystem::path& path, std::string_view schema,
                                                 int version) {
  TRY(MakeFile(path));
  return OpenNamed(path.string(), path.string(), schema, version);
}

Result<std::unique_ptr<Database>> Database::OpenInMemory(std::string_view schema, int version) {
  return OpenNamed(":memory:", "in memory", schema, version);
}

Result<std::unique_ptr<Database>> Database::OpenNamed(const std::string& file, const std::string& name,
                                                      std::string_view schema, int version) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle, name));
  if (code != SQLITE_OK) return IoError(name, Describe(code, handle));
  sqlite3_extended_result_codes(handle, 1);
  try {
    database->Configure();
  } catch (const DatabaseError& error) {
    return database->Failure(error);
  }
  TRY(database->Run([&](Transaction& transaction) { return database->PrepareSchema(transaction, schema, version); }));
  return database;
}

void Database::Configure() {
  Check(sqlite3_busy_timeout(handle_, kBusyMilliseconds), handle_);
  ExecuteScript("PRAGMA journal_mode = WAL");
  ExecuteScript("PRAGMA synchronous = NORMAL");
  ExecuteScript("PRAGMA foreign_keys = ON");
}

Result<void> Database::PrepareSchema(Transaction& transaction, std::string_view schema, int version) {
  Statement version_row = transaction.Query("PRAGMA user_version");
  version_row.Step();
  const int64_t found = version_row.Integer(0);
  if (found == version) return {};
  Statement tables = transaction.Query("SELECT count(*) FROM sqlite_schema");
  tables.Step();
  if (found == 0 && tables.Integer(0) == 0) {
    ExecuteScript(schema);
    ExecuteScript(Concat("PRAGMA user_version = ", version));
    return {};
  }
  const std::string what = found == 0 ? std::string("was made by another program")
                                      : Concat("has schema ", found, ", this program knows ", version);
  return Error{ErrorCode::kInvalidInput,
               Concat("database ", name_, ": ", what, ": ",
                      found > version ? "use the newer version of genesys-cfn that wrote it" : "move it away",
                      ", or use another state directory (--state-dir)")};
}

void Database::ExecuteScript(std::string_view sql) {
  Check(sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr), handle_);
}

// IMMEDIATE: a transaction that starts by reading must not find out at its first write that another process was faster.
void Database::Begin() {
  Transaction(*this).Execute("BEGIN IMMEDIATE");
  changes_before_ = sqlite3_total_changes64(handle_);
}

void Database::Commit() {
  const bool wrote = sqlite3_total_changes64(handle_) != changes_before_;
  Transaction(*this).Execute("COMMIT");
  if (!wrote) return;
  const std::lock_guard lock(failure_mutex_);
  write_failure_.reset();
}

void Database::NoteFailure(const DatabaseError& error) {
  const std::lock_guard lock(failure_mutex_);
  write_failure_ = Failure(error);
}

std::optional<Error> Database::write_failure() const {
  const std::lock_guard lock(failure_mutex_);
  return write_failure_;
}

void Database::Rollback() noexcept {
  // SQLite has already rolled back by itself after some errors, a full disk among them.
  if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Error Database::Failure(const DatabaseError& error) const {
  return IoError(name_, error.what());
}

}  // namespace genesys_cfn::emulator
