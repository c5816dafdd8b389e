#include "datasets/read/table.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "datasets/place/plain_text.h"
#include "datasets/read/byte_file.h"
#include "datasets/read/cells.h"
#include "datasets/read/csv.h"
#include "datasets/read/gdal.h"
#include "datasets/read/odd_archive.h"
#include "datasets/read/organisation_json.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace {

constexpr std::size_t kSampleRows = 60;
constexpr int kDeepestArchive = 3;  // an archive in an archive in an archive; deeper is a trap

enum class Content { text, archive, gzip, workbook, layers, nothing_of_use, web_page };

std::string read_head(const std::string& path) {
  ByteFile file(path);
  if (!file.is_open()) return {};
  std::string head(kHeadBytes, '\0');
  head.resize(file.read(head.data(), head.size()));
  return head;
}

bool starts(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }

/// What a file is, by its first bytes.
Content content_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (starts(head, "PK\x03\x04"sv) || starts(head, "PK\x05\x06"sv)) {
    const bool office = head.find("[Content_Types].xml") != std::string_view::npos ||
                        head.find("xl/workbook.xml") != std::string_view::npos ||
                        head.find("application/vnd.oasis.opendocument.spreadsheet") != std::string_view::npos;
    return office ? Content::workbook : Content::archive;
  }
  if (starts(head, "\x1f\x8b"sv)) return Content::gzip;
  if (starts(head, "SQLite format 3"sv) || starts(head, "\x00\x00\x27\x0a"sv) || starts(head, "fgb"sv) ||
      starts(head, "PAR1"sv) || head.substr(0, 32).find("OSMHeader") != std::string_view::npos)
    return Content::layers;
  if (starts(head, "%PDF"sv) || starts(head, "\x89PNG"sv) || starts(head, "\xff\xd8\xff"sv) ||
      starts(head, "\xd0\xcf\x11\xe0"sv) || starts(head, "GIF8"sv))
    return Content::nothing_of_use;
  if (starts(head, "\xEF\xBB\xBF"sv)) head.remove_prefix(3);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && head[first] == '<') {
    std::string page(head.substr(first, 200));
    for (char& c : page)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (page.find("<html") != std::string::npos || page.find("<!doctype html") != std::string::npos)
      return Content::web_page;
  }
  if (first != std::string_view::npos && (head[first] == '{' || head[first] == '<')) return Content::layers;
  if (begins_as_mapinfo(head) || begins_as_wkt_table(head)) return Content::layers;
  return Content::text;
}

InputTable text_table(InputTable table) {
  table.is_text = true;
  CsvRows rows(table.path, table.file, 0, table.on_disk_bytes);
  table.delimiter = rows.delimiter();
  std::vector<std::string_view> cells;
  while (table.sample.size() < kSampleRows && rows.next(cells)) {
    table.sample.emplace_back(cells.begin(), cells.end());
    table.sample_line.push_back(rows.line());
  }
  return table;
}

/// What announces no size is unpacked once, so that nobody keeps what it becomes before it is known to be
/// bearable.
void weigh(const InputTable& file) {
  ByteFile bytes(file.path);
  refuse_bomb(file.file, bytes.size(), file.on_disk_bytes);
  if (bytes.size() > 0 || !bytes.is_open()) return;
  std::string chunk(std::size_t{1} << 20, '\0');
  std::uint64_t unpacked = 0;
  while (const auto got = bytes.read(chunk.data(), chunk.size())) {
    unpacked += got;
    refuse_bomb(file.file, unpacked, file.on_disk_bytes);
  }
}

void find_in(const InputTable& file, int depth, bool in_archive, std::vector<InputTable>& tables);

/// The cells of rows as they may be shown, and how many had to be changed for it.
class PlainCells {
 public:
  /// The views live until the next call.
  std::span<const std::string_view> of(std::span<const std::string_view> cells) {
    if (std::all_of(cells.begin(), cells.end(), [](auto cell) { return is_plain(cell); })) return cells;
    texts_.clear();
    for (const auto cell : cells) {
      const auto utf8 = as_utf8(cell);
      if (utf8 != cell) ++recoded_;
      if (!is_plain(utf8)) ++cleaned_;
      texts_.push_back(plain_text(utf8));
    }
    views_.assign(texts_.begin(), texts_.end());
    return views_;
  }

  void add_findings(const std::string& where, std::vector<geo::Finding>& findings) const {
    if (recoded_ > 0)
      findings.push_back(
          {"ENCODING_WINDOWS_1252", geo::Severity::note, where,
           fmt::format("{} cells are no UTF-8, or hold signs of Windows-1252, and were read as such",
                       recoded_),
           "check names with accents; save the file as UTF-8 if they are wrong"});
    if (cleaned_ > 0)
      findings.push_back({"TEXT_CLEANED", geo::Severity::warning, where,
                          fmt::format("{} cells hold characters that are not shown but obeyed (control "
                                      "characters, line ends, marks of the direction of writing): "
                                      "read without them",
                                      cleaned_),
                          "look at the names; correct the file if they are wrong"});
  }

 private:
  std::vector<std::string> texts_;
  std::vector<std::string_view> views_;
  std::int64_t recoded_ = 0, cleaned_ = 0;
};

/// Folders of an archive that are one data set (File Geodatabases): "" where the archive itself is one.
std::set<std::string> folders_that_are_layers(const std::set<std::string>& entries) {
  constexpr std::string_view kFirstTable = "a00000001.gdbtable";
  std::set<std::string> folders;
  for (const auto& entry : entries)
    if (entry.ends_with(kFirstTable)) {
      const auto folder = entry.substr(0, entry.size() - kFirstTable.size());
      folders.insert(folder.empty() ? folder : folder.substr(0, folder.size() - 1));
    }
  return folders;
}

void find_in_archive(const InputTable& file, int depth, std::vector<InputTable>& tables) {
  if (depth >= kDeepestArchive)
    throw geo::InputError{
        {file.file, "archives lie in archives more than three deep", "unpack it and give the files"}};
  refuse_odd_archive(file.path, file.file, file.on_disk_bytes);
  const std::string root = "/vsizip/{" + file.path + "}";
  std::string damage;
  char** listed = nullptr;
  {
    const GdalErrors errors;
    listed = VSIReadDirRecursive(root.c_str());
    damage = errors.first();
  }
  std::set<std::string> entries;
  for (int k = 0; listed != nullptr && listed[k] != nullptr; ++k) entries.insert(listed[k]);
  CSLDestroy(listed);
  bool any = false;
  for (const auto& folder : folders_that_are_layers(entries)) {
    any = true;
    InputTable inner = file;
    inner.path = folder.empty() ? root : root + "/" + folder;
    inner.file = file.file + (folder.empty() ? "" : "!" + plain_text(folder));
    auto found = find_layers(inner, false);
    std::move(found.begin(), found.end(), std::back_inserter(tables));
    std::erase_if(entries, [&](const std::string& entry) { return starts(entry, folder); });
  }
  for (const auto& entry : entries) {
    const std::string base = std::filesystem::path(entry).filename().string();
    if (entry.empty() || entry.back() == '/' || base.empty() || base.front() == '.' ||
        starts(entry, "__MACOSX"))
      continue;
    if (rides_with_another(entry, entries)) continue;
    any = true;
    InputTable inner = file;
    inner.path = root + "/" + entry;
    inner.file = file.file + "!" + plain_text(entry);
    find_in(inner, depth + 1, true, tables);
    if (tables.size() > kMostEntries)
      throw geo::InputError{
          {file.file,
           fmt::format("the archives in it hold more than {} tables; no more are looked at", kMostEntries),
           "unpack it and give the files"}};
  }
  if (!any)
    throw geo::InputError{{file.file,
                           damage.empty() ? "the archive holds no file" : "the archive is damaged: " + damage,
                           "download it again"}};
}

void find_in(const InputTable& file, int depth, bool in_archive, std::vector<InputTable>& tables) {
  const std::string head = read_head(file.path);
  if (head.empty()) {
    if (in_archive && ByteFile(file.path).size() > 0)
      throw geo::InputError{
          {file.file, "the archive is damaged: this entry cannot be read", "download it again"}};
    throw geo::InputError{{file.file, "the file is empty", "download it again"}};
  }
  const Content content = content_of(head);
  if (in_archive && content != Content::text) weigh(file);  // a text is weighed as it is read
  if ((content == Content::layers || content == Content::text) && begins_as_organisations(head))
    if (auto table = find_organisations(file)) {
      tables.push_back(std::move(*table));
      return;
    }
  switch (content) {
    case Content::archive:
      find_in_archive(file, depth, tables);
      return;
    case Content::gzip: {
      if (depth >= kDeepestArchive)
        throw geo::InputError{
            {file.file, "archives lie in archives more than three deep", "unpack it and give the files"}};
      InputTable inner = file;
      inner.path = "/vsigzip/" + file.path;
      find_in(inner, depth + 1, true, tables);
      return;
    }
    case Content::workbook:
      refuse_odd_archive(file.path, file.file, file.on_disk_bytes);
      [[fallthrough]];
    case Content::layers: {
      auto found = find_layers(file, content == Content::workbook);
      std::move(found.begin(), found.end(), std::back_inserter(tables));
      return;
    }
    case Content::text:
      tables.push_back(text_table(file));
      return;
    case Content::web_page:
      if (in_archive) return;
      throw geo::InputError{{file.file, "is a web page, not the data",
                             "open the address in a browser and save what its download button gives"}};
    case Content::nothing_of_use:
      if (in_archive) return;  // a cover letter or a picture beside the data
      throw geo::InputError{{file.file, "is a document or picture, or a workbook of the old XLS format",
                             "give the data itself; save an old workbook as XLSX or CSV"}};
  }
}

}  // namespace

std::vector<InputTable> find_tables(const std::string& path) {
  InputTable file;
  std::filesystem::path on_disk(path);
  file.file = on_disk.filename().string();
  if (file.file.empty()) file.file = on_disk.parent_path().filename().string();
  file.file = plain_text(file.file);
  std::error_code error;
  const auto status = std::filesystem::status(on_disk, error);
  if (!std::filesystem::exists(status))
    throw geo::InputError{{path, "there is no such file", "check the path"}};
  // The whole path: GDAL takes "WFS:..." and the like for commands of its own.
  file.path = file.outer = std::filesystem::absolute(on_disk).string();
  if (std::filesystem::is_regular_file(status))
    file.on_disk_bytes = std::filesystem::file_size(on_disk, error);
  std::vector<InputTable> tables;
  if (std::filesystem::is_directory(status)) {
    if (on_disk.extension() == ".gdb" || (file.file.empty() ? false : path.find(".gdb") != std::string::npos))
      return find_layers(file, false);
    throw geo::InputError{{path, "is a directory", "name the files in it, for example " + path + "/*.csv"}};
  }
  if (!std::filesystem::is_regular_file(status))
    throw geo::InputError{{path, "is no regular file", "give a file"}};
  find_in(file, 0, false, tables);
  for (auto& table : tables)
    for (auto& row : table.sample)
      for (auto& cell : row) cell = plain_text(cell);
  if (tables.empty()) throw geo::InputError{{path, "holds no table and no layer", "give the data itself"}};
  return tables;
}

namespace {

void read_whole(const InputTable& table, std::size_t skip,
                const std::function<void(const InputRow&)>& visit) {
  InputRow row;
  for (std::size_t k = skip; k < table.sample.size(); ++k) {
    const std::vector<std::string_view> cells(table.sample[k].begin(), table.sample[k].end());
    row.line = static_cast<std::int64_t>(k);
    row.cells = cells;
    visit(row);
  }
}

}  // namespace

void read_rows(const InputTable& table, std::size_t skip, const std::vector<bool>& wanted,
               const std::function<void(const InputRow&)>& visit, std::vector<geo::Finding>& findings) {
  PlainCells plain;
  const auto visit_plain = [&](const InputRow& given) {
    InputRow row = given;
    row.cells = plain.of(given.cells);
    visit(row);
  };
  if (table.whole) {
    read_whole(table, skip, visit);
    return;
  }
  if (!table.is_text) {
    read_layer_rows(table, skip, wanted, visit_plain, findings);
    plain.add_findings(table.name(), findings);
    return;
  }
  CsvRows rows(table.path, table.file, table.delimiter, table.on_disk_bytes);
  std::vector<std::string_view> cells;
  for (std::size_t k = 0; k < skip; ++k)
    if (!rows.next(cells)) return;
  InputRow row;
  while (rows.next(cells)) {
    if (cells.size() == 1 && cells.front().empty()) continue;
    row.line = rows.line();
    row.cells = cells;
    visit_plain(row);
  }
  plain.add_findings(table.name(), findings);
  if (rows.recoded_rows() > 0)
    findings.push_back(
        {"ENCODING_WINDOWS_1252", geo::Severity::note, table.file,
         fmt::format("{} rows are no UTF-8 and were read as Windows-1252", rows.recoded_rows()),
         "check names with accents; save the file as CSV UTF-8 if they are wrong"});
}

}  // namespace placewright::datasets
