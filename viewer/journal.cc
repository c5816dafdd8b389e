#include "viewer/journal.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include <nlohmann/json.hpp>

#include "geo/error.h"

namespace placewright::viewer {
namespace {

using Json = nlohmann::json;

Json entries_json(const std::vector<NeighbourhoodEntry>& entries) {
  Json list = Json::array();
  for (const auto& entry : entries) list.push_back({entry.id, entry.name, entry.parent, entry.reason, entry.locked});
  return list;
}

std::vector<NeighbourhoodEntry> entries_of(const Json& list) {
  std::vector<NeighbourhoodEntry> entries;
  for (const auto& row : list) entries.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4)});
  return entries;
}

Json edit_json(const Edit& edit) {
  Json moves = Json::array(), locks = Json::array();
  for (const auto& move : edit.moves) moves.push_back({move.area, move.from, move.to});
  for (const auto& lock : edit.locks) locks.push_back({lock.area, lock.before, lock.after});
  return {{"step", edit.sentence}, {"moves", moves}, {"locks", locks}, {"before", entries_json(edit.entries_before)}, {"after", entries_json(edit.entries_after)},
          {"reason", edit.reason}, {"breaks", edit.breaks}};
}

Edit edit_of(const Json& json) {
  Edit edit;
  edit.sentence = json.at("step");
  for (const auto& row : json.at("moves")) edit.moves.push_back({row.at(0), row.at(1), row.at(2)});
  for (const auto& row : json.at("locks")) edit.locks.push_back({row.at(0), row.at(1), row.at(2)});
  edit.entries_before = entries_of(json.at("before"));
  edit.entries_after = entries_of(json.at("after"));
  edit.reason = json.at("reason");
  edit.breaks = json.at("breaks").get<std::vector<std::string>>();
  return edit;
}

}  // namespace

std::string journal_path(const std::string& place_path) { return place_path + ".journal"; }

std::optional<JournalContent> read_journal(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  JournalContent content;
  std::string text;
  bool headed = false;
  while (std::getline(file, text)) {
    const auto json = Json::parse(text, nullptr, false);
    // A line counts when it is whole, its line feed too: the program may have died while writing it.
    if (json.is_discarded() || !json.is_object() || file.eof()) {
      content.cut_short = true;
      break;
    }
    try {
      if (json.contains("plan")) {
        content.head = {json.at("plan"), json.at("base")};
        headed = true;
      } else if (json.contains("step")) {
        content.steps.resize(content.done);
        content.steps.push_back(edit_of(json));
        ++content.done;
      } else if (json.contains("undo")) {
        if (content.done > 0) --content.done;
      } else if (json.contains("redo")) {
        if (content.done < content.steps.size()) ++content.done;
      }
    } catch (const Json::exception&) {
      content.cut_short = true;
      break;
    }
  }
  if (!headed || content.done == 0) return std::nullopt;
  return content;
}

Journal::Journal(std::string path, const JournalHead& head) : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb")) {
  if (file_ == nullptr)
    throw geo::InputError({path_, std::string("the journal of edits cannot be written: ") + std::strerror(errno), "work on a copy of the place in a folder that may be written to"});
  line(Json{{"plan", head.plan}, {"base", head.base_hash}}.dump());
}

Journal::~Journal() {
  if (file_ != nullptr) std::fclose(file_);
}

Journal::Journal(Journal&& other) noexcept : path_(std::move(other.path_)), file_(std::exchange(other.file_, nullptr)) {}

Journal& Journal::operator=(Journal&& other) noexcept {
  if (this != &other) {
    if (file_ != nullptr) std::fclose(file_);
    path_ = std::move(other.path_);
    file_ = std::exchange(other.file_, nullptr);
  }
  return *this;
}

void Journal::line(const std::string& text) {
  if (file_ == nullptr) return;
  std::fputs((text + "\n").c_str(), file_);
  std::fflush(file_);
  fsync(fileno(file_));
}

void Journal::step(const Edit& edit) { line(edit_json(edit).dump()); }
void Journal::undo() { line(R"({"undo":1})"); }
void Journal::redo() { line(R"({"redo":1})"); }

void Journal::close_and_remove() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  file_ = nullptr;
  std::remove(path_.c_str());
}

}  // namespace placewright::viewer
