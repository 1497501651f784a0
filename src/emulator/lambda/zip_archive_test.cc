// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/zip_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/files.h"
#include "emulator/lambda/function_code.h"
#include "emulator/lambda/zip_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

class ZipArchiveTest : public testing::Test {
 protected:
  ZipArchiveTest() {
    std::string path = testing::TempDir() + "zip_XXXXXX";
    parent_ = mkdtemp(path.data());
    directory_ = parent_ / "package";
    std::filesystem::create_directories(directory_);
  }
  ~ZipArchiveTest() override { std::filesystem::remove_all(parent_); }

  std::string Refusal(const std::vector<ZipEntry>& entries, const ZipLimits& limits = {}) {
    const auto unpacked = UnpackZip(MakeZip(entries), directory_, limits);
    return unpacked.has_value() ? "accepted" : unpacked.error().message;
  }
  static mode_t ModeOf(const std::filesystem::path& path) {
    struct stat status {};
    stat(path.c_str(), &status);
    return status.st_mode & 0777;
  }

  std::filesystem::path parent_;
  std::filesystem::path directory_;
};

TEST_F(ZipArchiveTest, FilesDirectoriesAndExecutableBits) {
  const std::string zip = MakeZip({{"bootstrap", "#!/bin/sh\n", 0100711}, {"lib/", "", 040755}, {"lib/a.txt", "text"}});
  ASSERT_TRUE(UnpackZip(zip, directory_).has_value());
  EXPECT_EQ(*ReadFile(directory_ / "bootstrap"), "#!/bin/sh\n");
  EXPECT_EQ(*ReadFile(directory_ / "lib/a.txt"), "text");
  EXPECT_EQ(ModeOf(directory_ / "bootstrap") & 0700, 0700U);
  EXPECT_EQ(ModeOf(directory_ / "lib/a.txt") & 0111, 0U);
}

TEST_F(ZipArchiveTest, NoNameLeadsOutside) {
  for (const std::string name : {"../evil", "/evil", "a/../../evil", "a//b", "./a", "a\\b", "..", ""}) {
    EXPECT_THAT(Refusal({{name, "x"}}), HasSubstr("which is no path inside of it")) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(parent_ / "evil"));
}

TEST_F(ZipArchiveTest, LinksAndSpecialFilesAreRefused) {
  EXPECT_THAT(Refusal({{"link", "/etc/passwd", 0120777}}), HasSubstr("'link', which is a symbolic link"));
  EXPECT_THAT(Refusal({{"pipe", "", 0010644}}), HasSubstr("'pipe', which is a special file"));
}

TEST_F(ZipArchiveTest, LimitsHoldWhateverTheHeadersSay) {
  EXPECT_THAT(Refusal({{"a", std::string(100, 'x')}, {"b", std::string(100, 'x')}}, {.bytes = 150}),
              HasSubstr("too large when it is unpacked"));
}

TEST_F(ZipArchiveTest, TooManyFiles) {
  EXPECT_THAT(Refusal({{"a", ""}, {"b", ""}, {"c", ""}}, {.entries = 2}), HasSubstr("more than 2 files"));
}

TEST_F(ZipArchiveTest, DuplicatesDamageAndEncryptionAreRefused) {
  EXPECT_THAT(Refusal({{"a", "1"}, {"a", "2"}}), HasSubstr("'a' twice"));
  EXPECT_THAT(Refusal({{"b", "1", 0100644, 0, 1}}), HasSubstr("'b', which is damaged"));
  EXPECT_THAT(Refusal({{"c", "1", 0100644, 1}}), HasSubstr("encrypted file c"));
  EXPECT_THAT(Refusal({{"d", "1"}, {"d/e", "2"}}), HasSubstr("d/e"));
}

TEST_F(ZipArchiveTest, WhatIsNoArchiveIsRefused) {
  EXPECT_FALSE(UnpackZip("", directory_).has_value());
  EXPECT_FALSE(UnpackZip("not a zip", directory_).has_value());
  EXPECT_FALSE(UnpackZip(MakeZip({}), directory_).has_value());
  const std::string zip = MakeZip({{"bootstrap", "text"}, {"other", "text"}});
  constexpr size_t kTail = 6;  // of the end record: what a reader can do without
  for (size_t size = 0; size < zip.size() - kTail; ++size) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    EXPECT_FALSE(UnpackZip(std::string_view(zip).substr(0, size), directory_).has_value()) << size;
  }
}

TEST_F(ZipArchiveTest, ADamagedByteIsNoCrash) {
  const std::string zip = MakeZip({{"bootstrap", "text"}, {"lib/other", "text"}});
  for (size_t place = 0; place < zip.size(); ++place) {
    for (const char change : {'\x00', '\xff', '\x80'}) {
      std::string damaged = zip;
      damaged[place] = change;
      std::filesystem::remove_all(directory_);
      std::filesystem::create_directories(directory_);
      (void)UnpackZip(damaged, directory_);
    }
  }
  size_t outside = 0;
  for (const auto& entry : std::filesystem::directory_iterator(parent_)) outside += entry.path() == directory_ ? 0 : 1;
  EXPECT_EQ(outside, 0U);
}

class Objects final : public ObjectReader {
 public:
  Result<std::string> ReadObject(std::string_view bucket, std::string_view key, std::string_view version) override {
    if (bucket == "code" && key == "f.zip" && version == "2") return MakeZip({{"bootstrap", "two", 0100755}});
    if (bucket == "code" && key == "f.zip") return MakeZip({{"bootstrap", "one", 0100755}});
    if (bucket == "code" && key == "empty.zip") return MakeZip({{"main", "x", 0100755}});
    return Error{ErrorCode::kNotFound, "S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist."};
  }
};

class FunctionCodeTest : public ZipArchiveTest {
 protected:
  Objects objects_;
  SeededRandom random_{1};
  FunctionCode code_{{directory_, {{"local/f.zip", "/bin/true"}}}, &objects_, &random_};
};

TEST_F(FunctionCodeTest, APackageIsUnpackedOnceForItsContent) {
  const auto one = code_.FromObject({"code", "f.zip", ""});
  ASSERT_TRUE(one.has_value()) << one.error().message;
  EXPECT_EQ(*ReadFile(one->executable), "one");
  EXPECT_EQ(one->sha256.size(), 44U);
  EXPECT_EQ(code_.FromObject({"code", "f.zip", ""})->executable, one->executable);
  const auto two = code_.FromObject({"code", "f.zip", "2"});
  EXPECT_EQ(*ReadFile(two->executable), "two");
  EXPECT_NE(two->sha256, one->sha256);
  code_.RemoveAllBut({two->executable});
  EXPECT_FALSE(std::filesystem::exists(one->executable));
  EXPECT_TRUE(std::filesystem::exists(two->executable));
}

TEST_F(FunctionCodeTest, WhatIsMissingIsSaid) {
  EXPECT_EQ(code_.FromObject({"code", "other.zip", ""}).error().message,
            "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not "
            "exist.");
  EXPECT_THAT(code_.FromObject({"code", "empty.zip", ""}).error().message,
              HasSubstr("it has no file bootstrap at its top"));
  EXPECT_THAT(code_.FromZip("x").error().message, HasSubstr("Could not unzip uploaded file."));
  EXPECT_TRUE(std::filesystem::is_empty(directory_));
}

TEST_F(FunctionCodeTest, AnArtifactIsALocalProgramOrADirectoryWithOne) {
  EXPECT_EQ(code_.FromObject({"local", "f.zip", ""})->executable, "/bin/true");
  const FunctionCode folder({directory_, {{"local/f.zip", parent_.native()}}}, nullptr, nullptr);
  EXPECT_EQ(folder.FromObject({"local", "f.zip", ""})->executable, (parent_ / "bootstrap").native());
}

}  // namespace
}  // namespace genesys_cfn::emulator
