#include "datasets/read/odd_archive.h"

#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>

#include "datasets/place/plain_text.h"
#include "datasets/read/byte_file.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

struct Close {
  void operator()(VSILFILE* file) const { VSIFCloseL(file); }
};
using File = std::unique_ptr<VSILFILE, Close>;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t k = size; k-- > 0;) number = number << 8U | static_cast<unsigned char>(bytes[at + k]);
  return number;
}

/// As many bytes as there are, at most `most`.
std::string read_at(VSILFILE* file, std::uint64_t at, std::uint64_t most) {
  std::string bytes(most, '\0');
  bytes.resize(VSIFSeekL(file, at, SEEK_SET) == 0 ? VSIFReadL(bytes.data(), 1, bytes.size(), file) : 0);
  return bytes;
}

struct Directory {
  std::uint64_t at, bytes;
};

/// Where the list of entries lies, by the record at the archive's end (APPNOTE 4.3.14 to 4.3.16).
std::optional<Directory> find_directory(VSILFILE* file) {
  constexpr std::uint64_t kLongestEnd = 65'557;
  if (VSIFSeekL(file, 0, SEEK_END) != 0) return std::nullopt;
  const std::uint64_t size = VSIFTellL(file), from = size > kLongestEnd ? size - kLongestEnd : 0;
  const auto end = read_at(file, from, size - from);
  const auto record = end.rfind("PK\x05\x06");
  if (record == std::string::npos || record + 22 > end.size()) return std::nullopt;
  Directory found{number_at(end, record + 16, 4), number_at(end, record + 12, 4)};
  if (record >= 20 && end.compare(record - 20, 4, "PK\x06\x07") == 0) {
    const auto long_end = read_at(file, number_at(end, record - 12, 8), 56);
    if (long_end.size() == 56 && long_end.starts_with("PK\x06\x06"))
      found = {number_at(long_end, 48, 8), number_at(long_end, 40, 8)};
  }
  // What stands before the archive (a program that unpacks it) moves all its places.
  if (found.at + found.bytes < from + record && read_at(file, found.at, 4) != "PK\x01\x02")
    found.at = from + record - found.bytes;
  return found;
}

/// Whether an entry of the list (APPNOTE 4.3.12) was made on Unix as a symbolic link.
bool is_link(std::string_view entry) {
  constexpr std::uint64_t kUnix = 3, kKind = 0170000, kLink = 0120000;
  return number_at(entry, 5, 1) == kUnix && (number_at(entry, 40, 2) & kKind) == kLink;
}

/// Why a name is refused; "" for a common one.
std::string_view odd(std::string_view name) {
  if (name.starts_with('/') || name.starts_with('\\') || (name.size() > 1 && name[1] == ':'))
    return "an absolute path";
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find_first_of("/\\", at), name.size());
    if (name.substr(at, end - at) == "..") return "a way out of its folder";
    at = end + 1;
  }
  return {};
}

}  // namespace

void refuse_odd_archive(const std::string& path, const std::string& name, std::uint64_t on_disk_bytes) {
  constexpr std::uint64_t kMaxBytes = std::uint64_t{64} << 20;  // far more than so many entries take
  const std::size_t most = path.starts_with("/vsizip/") ? kMostEntriesInside : kMostEntries;
  const auto refuse_many = [&] {
    throw geo::InputError{{name,
                           fmt::format("the archive holds more than {} files; no more are looked at", most),
                           "unpack it and give the files"}};
  };
  const File file(VSIFOpenL(path.c_str(), "rb"));
  const auto directory = file ? find_directory(file.get()) : std::nullopt;
  if (!directory) return;
  if (directory->bytes > kMaxBytes) refuse_many();
  const auto entries = read_at(file.get(), directory->at, directory->bytes);
  std::set<std::string_view> names;
  std::uint64_t unpacked = 0;  // 4 GB and more are announced as 4 GB here
  for (std::size_t at = 0; at + 46 <= entries.size() && entries.compare(at, 4, "PK\x01\x02") == 0;) {
    const auto length = number_at(entries, at + 28, 2);
    const auto entry = std::string_view(entries).substr(at + 46, length);
    std::string_view why = odd(entry);
    if (is_link(std::string_view(entries).substr(at))) why = "a symbolic link";
    if (!names.insert(entry).second) why = "the name of another file in it";
    if (!why.empty())
      throw geo::InputError{
          {name, fmt::format("the archive holds '{}', which is {}", plain_text(entry.substr(0, 100)), why),
           "unpack it where it can do no harm, look at the files and give those that are right"}};
    if (names.size() > most) refuse_many();
    unpacked += number_at(entries, at + 24, 4);
    refuse_bomb(name, unpacked, on_disk_bytes);
    at += 46 + length + number_at(entries, at + 30, 2) + number_at(entries, at + 32, 2);
  }
}

}  // namespace placewright::datasets
