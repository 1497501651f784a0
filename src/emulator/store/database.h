// SPDX-License-Identifier: Apache-2.0
// SQLite behind RAII: the local cloud's one database file (WAL, foreign keys, schema version in PRAGMA user_version).
//
// All access runs inside Database::Run, which holds the database's mutex and one transaction: what the function wrote
// is kept if it returns a value, and undone if it returns an error or throws. Statements throw DatabaseError; Run is
// where it stops and becomes an Error. Do not nest Run.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace genesys_cfn::emulator {

// What SQLite reported, in words: "database or disk is full".
class DatabaseError final : public std::exception {
 public:
  explicit DatabaseError(std::string message) : message_(std::move(message)) {}
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

// A prepared statement in use; it is reset and goes back to the cache when this ends. Rows by column index from 0. Must
// not outlive the function that Database::Run calls.
class Statement {
 public:
  // `in_use` belongs to the cache and is cleared at the end; without one the statement itself ends here.
  Statement(sqlite3_stmt* statement, bool* in_use) : statement_(statement), in_use_(in_use) {}
  Statement(Statement&& other) noexcept
      : statement_(std::exchange(other.statement_, nullptr)), in_use_(std::exchange(other.in_use_, nullptr)) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  void Bind(int index, std::string_view text);  // index from 1
  void Bind(int index, int64_t number);
  void BindNull(int index);
  // Throws DatabaseError unless the SQL has exactly `count` parameters.
  void ExpectParameters(int count) const;
  // True when there is a row to read.
  bool Step();
  [[nodiscard]] std::string Text(int column) const;  // "" for NULL
  [[nodiscard]] int64_t Integer(int column) const;
  [[nodiscard]] bool IsNull(int column) const;

 private:
  sqlite3_stmt* statement_;
  bool* in_use_;
};

class Transaction {
 public:
  // Parameters are bound in order; texts (anything a string_view takes), integers, booleans and std::optional of these.
  template <typename... Arguments>
  Statement Query(std::string_view sql, const Arguments&... arguments) {
    Statement statement = Prepare(sql);
    statement.ExpectParameters(static_cast<int>(sizeof...(arguments)));
    [[maybe_unused]] int index = 0;
    (BindOne(statement, ++index, arguments), ...);
    return statement;
  }
  // For statements without rows: the number of rows changed.
  template <typename... Arguments>
  int64_t Execute(std::string_view sql, const Arguments&... arguments) {
    {
      Statement statement = Query(sql, arguments...);
      statement.Step();
    }
    return Changes();
  }

 private:
  friend class Database;
  explicit Transaction(class Database& database) : database_(database) {}
  Statement Prepare(std::string_view sql);
  int64_t Changes();

  template <typename T>
  static void BindOne(Statement& statement, int index, const T& argument) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      statement.Bind(index, std::string_view(argument));
    } else {
      statement.Bind(index, static_cast<int64_t>(argument));
    }
  }
  template <typename T>
  static void BindOne(Statement& statement, int index, const std::optional<T>& argument) {
    if (argument.has_value()) {
      BindOne(statement, index, *argument);
    } else {
      statement.BindNull(index);
    }
  }

  class Database& database_;
};

// Safe to use from several threads.
class Database {
 public:
  // Opens or makes the file (mode 0600: it holds credentials). `schema` is the SQL that makes all tables of `version`
  // in an empty file. kInvalidInput when the file was written by a newer version ("... has schema 7, this program knows
  // 1: ...") or by something else, kIo when it cannot be opened, is no database, or is locked by another process.
  static Result<std::unique_ptr<Database>> Open(const std::filesystem::path& path, std::string_view schema,
                                                int version);
  static Result<std::unique_ptr<Database>> OpenInMemory(std::string_view schema, int version);

  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  // Why the last write failed, until one succeeds again: whoever waits for progress should say so instead.
  [[nodiscard]] std::optional<Error> write_failure() const;

  // `function(Transaction&)` returns a Result<T>, or a plain T or void (wrapped).
  template <typename Function>
  auto Run(Function function) {
    using Returned = std::invoke_result_t<Function, Transaction&>;
    using Wrapped = typename Wrap<Returned>::type;
    const std::lock_guard lock(mutex_);
    try {
      Begin();
      Transaction transaction(*this);
      if constexpr (std::is_void_v<Returned>) {
        function(transaction);
        Commit();
        return Wrapped();
      } else {
        Wrapped result = function(transaction);
        if (result.has_value()) {
          Commit();
        } else {
          Rollback();
        }
        return result;
      }
    } catch (const DatabaseError& error) {
      Rollback();
      NoteFailure(error);
      return Wrapped(Failure(error));
    } catch (...) {
      Rollback();
      throw;
    }
  }

 private:
  friend class Transaction;
  template <typename T>
  struct Wrap {
    using type = Result<T>;
  };
  template <typename T>
  struct Wrap<Result<T>> {
    using type = Result<T>;
  };

  struct CachedStatement {
    sqlite3_stmt* handle = nullptr;
    bool in_use = false;
  };

  Database(sqlite3* handle, std::string name);
  static Result<std::unique_ptr<Database>> OpenNamed(const std::string& file, const std::string& name,
                                                     std::string_view schema, int version);
  void Configure();
  Result<void> PrepareSchema(Transaction& transaction, std::string_view schema, int version);
  void ExecuteScript(std::string_view sql);
  void Begin();
  void Commit();
  void Rollback() noexcept;
  void NoteFailure(const DatabaseError& error);
  [[nodiscard]] Error Failure(const DatabaseError& error) const;

  std::mutex mutex_;
  mutable std::mutex failure_mutex_;  // guards the next; never held together with a transaction's work
  std::optional<Error> write_failure_;
  int64_t changes_before_ = 0;
  sqlite3* handle_;
  std::string name_;
  std::map<std::string, CachedStatement, std::less<>> statements_;
};

}  // namespace genesys_cfn::emulator
