#include "viewer/session/journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "datasets/place/written_beside.h"
#include "geo/error.h"

namespace placewright::viewer {
namespace {

using Json = nlohmann::json;

Json number_json(double value) { return datasets::is_missing(value) ? Json() : Json(value); }
double number_of(const Json& json) { return json.is_null() ? datasets::kMissing : json.get<double>(); }

Json entries_json(const std::vector<NeighbourhoodEntry>& entries) {
  Json list = Json::array();
  for (const auto& entry : entries)
    list.push_back({entry.id, entry.name, entry.parent, entry.reason, entry.locked});
  return list;
}

std::vector<NeighbourhoodEntry> entries_of(const Json& list) {
  std::vector<NeighbourhoodEntry> entries;
  for (const auto& row : list) entries.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4)});
  return entries;
}

Json note_json(const std::optional<datasets::Note>& note) {
  if (!note) return {};
  return {note->id,
          note->author,
          note->date,
          note->text,
          note->kind,
          note->area,
          number_json(note->x),
          number_json(note->y),
          number_json(note->uplift),
          note->evidence,
          note->plan};
}

std::optional<datasets::Note> note_of(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return datasets::Note{json.at(0),
                        json.at(1),
                        json.at(2),
                        json.at(3),
                        json.at(4),
                        json.at(5),
                        number_of(json.at(6)),
                        number_of(json.at(7)),
                        number_of(json.at(8)),
                        json.at(9),
                        json.at(10)};
}

Json edit_json(const Edit& edit) {
  Json json{{"step", edit.sentence}};
  if (!edit.moves.empty()) {
    auto& moves = json["moves"] = Json::array();
    for (const auto& move : edit.moves) moves.push_back({move.area, move.from, move.to});
  }
  if (!edit.locks.empty()) {
    auto& locks = json["locks"] = Json::array();
    for (const auto& lock : edit.locks) locks.push_back({lock.area, lock.before, lock.after});
  }
  if (edit.entries_before != edit.entries_after)
    json["before"] = entries_json(edit.entries_before), json["after"] = entries_json(edit.entries_after);
  if (!edit.notes.empty()) {
    auto& notes = json["notes"] = Json::array();
    for (const auto& note : edit.notes)
      notes.push_back({note.row, note_json(note.before), note_json(note.after)});
  }
  if (edit.brief_before != edit.brief_after) json["brief"] = {edit.brief_before, edit.brief_after};
  if (!edit.breaks.empty()) json["breaks"] = edit.breaks;
  for (const auto& [key, text] : {std::pair{"reason", &edit.reason},
                                  {"who", &edit.who},
                                  {"when", &edit.when},
                                  {"was", &edit.was},
                                  {"became", &edit.became}})
    if (!text->empty()) json[key] = *text;
  return json;
}

Edit edit_of(const Json& json) {
  Edit edit;
  edit.sentence = json.at("step");
  const auto each = [&](const char* key, auto&& use) {
    if (const auto at = json.find(key); at != json.end())
      for (const auto& row : *at) use(row);
  };
  each("moves", [&](const Json& row) { edit.moves.push_back({row.at(0), row.at(1), row.at(2)}); });
  each("locks", [&](const Json& row) { edit.locks.push_back({row.at(0), row.at(1), row.at(2)}); });
  each("notes", [&](const Json& row) {
    edit.notes.push_back({row.at(0), note_of(row.at(1)), note_of(row.at(2))});
  });
  if (json.contains("before"))
    edit.entries_before = entries_of(json.at("before")), edit.entries_after = entries_of(json.at("after"));
  if (json.contains("brief"))
    edit.brief_before = json.at("brief").at(0), edit.brief_after = json.at("brief").at(1);
  if (json.contains("breaks")) edit.breaks = json.at("breaks").get<std::vector<std::string>>();
  for (const auto& [key, text] : {std::pair{"reason", &edit.reason},
                                  {"who", &edit.who},
                                  {"when", &edit.when},
                                  {"was", &edit.was},
                                  {"became", &edit.became}})
    if (json.contains(key)) *text = json.at(key);
  return edit;
}

/// Labels as runs: neighbouring codes often share one.
Json state_json(const PlanState& state) {
  Json runs = Json::array(), locked = Json::array();
  for (std::size_t area = 0; area < state.label.size();) {
    std::size_t end = area;
    while (end < state.label.size() && state.label[end] == state.label[area]) ++end;
    runs.push_back({end - area, state.label[area]});
    area = end;
  }
  for (std::size_t area = 0; area < state.area_locked.size(); ++area)
    if (state.area_locked[area] != 0) locked.push_back(area);
  return {
      {"labels", runs}, {"locked", locked}, {"entries", entries_json(state.entries)}, {"brief", state.brief}};
}

PlanState state_of(const Json& json, const std::string& name) {
  PlanState state;
  state.name = name;
  std::size_t areas = 0;
  for (const auto& run : json.at("labels")) {
    const auto length = run.at(0).get<std::size_t>();
    if (length > 10'000'000) throw std::length_error("more areas than any place has");
    areas += length;
    if (areas > 10'000'000) throw std::length_error("more areas than any place has");
  }
  for (const auto& run : json.at("labels"))
    state.label.insert(state.label.end(), run.at(0).get<std::size_t>(), run.at(1).get<std::int32_t>());
  state.area_locked.assign(state.label.size(), 0);
  for (const auto& area : json.at("locked")) state.area_locked.at(area.get<std::size_t>()) = 1;
  state.entries = entries_of(json.at("entries"));
  for (const auto label : state.label)
    if (label < -1 || label >= static_cast<std::int32_t>(state.entries.size()))
      throw std::out_of_range("a neighbourhood that is not listed");
  state.brief = json.at("brief");
  return state;
}

std::string act_line(const PlanJournal::Act& act) {
  switch (act.kind) {
    case PlanJournal::Act::Kind::undo:
      return R"({"undo":1})";
    case PlanJournal::Act::Kind::redo:
      return R"({"redo":1})";
    case PlanJournal::Act::Kind::step:
      break;
  }
  return edit_json(act.edit).dump();
}

/// Reads line by line: keeps, for the plan in hand, the history at the last store and what came since.
class Reader {
 public:
  void take(const Json& json) {
    using Kind = PlanJournal::Act::Kind;
    if (json.contains("areas")) {
      content.areas = json.at("areas");
    } else if (json.contains("plan")) {
      content.plan = json.at("plan");
      content.plans[content.plan] = {state_of(json.at("state"), content.plan), {}, 0, {}};
    } else if (json.contains("switch")) {
      content.plan = json.at("switch");
      content.plans.try_emplace(content.plan);
    } else if (json.contains("stored")) {
      auto& plan = content.plans.at(content.plan);
      for (const auto& act : plan.since) play(act, plan);
      plan.since.clear();
      plan.stored = state_of(json.at("stored"), content.plan);
    } else if (json.contains("rename")) {
      auto node = content.plans.extract(json.at("rename").at(0).get<std::string>());
      if (content.plan == json.at("rename").at(0)) content.plan = json.at("rename").at(1);
      if (node.empty()) return;
      node.key() = json.at("rename").at(1);
      node.mapped().stored.name = node.key();
      content.plans.insert(std::move(node));
    } else if (json.contains("forget")) {
      content.plans.erase(json.at("forget").get<std::string>());
    } else if (json.contains("step")) {
      content.plans.at(content.plan).since.push_back({Kind::step, edit_of(json)});
    } else if (json.contains("undo")) {
      content.plans.at(content.plan).since.push_back({Kind::undo, {}});
    } else if (json.contains("redo")) {
      content.plans.at(content.plan).since.push_back({Kind::redo, {}});
    }
  }
  JournalContent content;

 private:
  /// As History does it, without the states between.
  static void play(const PlanJournal::Act& act, PlanJournal& plan) {
    using Kind = PlanJournal::Act::Kind;
    if (act.kind == Kind::step) {
      plan.steps.resize(plan.done);
      plan.steps.push_back(act.edit);
      ++plan.done;
    }
    if (act.kind == Kind::undo && plan.done > 0) --plan.done;
    if (act.kind == Kind::redo && plan.done < plan.steps.size()) ++plan.done;
  }
};

}  // namespace

bool PlanJournal::unsaved() const {
  std::ptrdiff_t at = 0;
  for (const auto& act : since) {
    if (act.kind == Act::Kind::step) return true;
    at += act.kind == Act::Kind::undo ? -1 : 1;
  }
  return at != 0;
}

std::string journal_path(const std::string& place_path, int window) {
  return place_path + ".journal" + (window == 1 ? "" : "." + std::to_string(window));
}

JournalContent read_journal(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Reader reader;
  std::string text;
  while (std::getline(file, text)) {
    const auto json = Json::parse(text, nullptr, false);
    // A line counts when it is whole, its line feed too: the program may have died while writing it.
    bool whole = !json.is_discarded() && json.is_object() && !file.eof();
    try {
      if (whole) reader.take(json);
    } catch (const std::exception&) {
      whole = false;
    }
    if (whole) continue;
    reader.content.cut_short = true;
    break;
  }
  return std::move(reader.content);
}

bool journal_in_use(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool kept = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(file);
  return kept;
}

Journal::Journal(std::string path, const JournalContent& content) : path_(std::move(path)) {
  const auto fail = [&](const std::string& what) {
    if (file_ != nullptr) std::fclose(std::exchange(file_, nullptr));
    throw geo::InputError({path_, what, "work on a copy of the place in a folder that may be written to"});
  };
  if (journal_in_use(path_)) fail("another window writes this journal of edits");
  // Written beside and renamed: what was there is never half gone.
  std::optional<datasets::WrittenBeside> beside;
  try {
    beside.emplace(path_);
  } catch (const geo::InputError& error) {
    fail("the journal of edits " + error.message().what);
  }
  const auto& whole = *beside;
  file_ = std::fopen(whole.beside().c_str(), "wbe");
  if (file_ == nullptr) fail(std::string("the journal of edits cannot be written: ") + std::strerror(errno));
  // Where the file system knows no locks, two windows are told apart by what they store only.
  if (flock(fileno(file_), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    fail("another window writes this journal of edits");
  std::string text = Json{{"areas", content.areas}}.dump() + "\n";
  const auto add = [&](const std::string& name, const PlanJournal& plan) {
    text += Json{{"plan", name}, {"state", state_json(plan.stored)}}.dump() + "\n";
    // The steps lead to the stored state; undone ones follow it.
    for (const auto& step : plan.steps) text += act_line({PlanJournal::Act::Kind::step, step}) + "\n";
    for (std::size_t undone = plan.done; undone < plan.steps.size(); ++undone)
      text += act_line({PlanJournal::Act::Kind::undo, {}}) + "\n";
    if (!plan.steps.empty()) text += Json{{"stored", state_json(plan.stored)}}.dump() + "\n";
    for (const auto& act : plan.since) text += act_line(act) + "\n";
  };
  for (const auto& [name, plan] : content.plans)
    if (name != content.plan) add(name, plan);
  if (const auto hand = content.plans.find(content.plan); hand != content.plans.end())
    add(hand->first, hand->second);
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size() || std::fflush(file_) != 0 ||
      fsync(fileno(file_)) != 0)
    fail(std::string("the journal of edits cannot be written: ") + std::strerror(errno));
  if (journal_in_use(path_)) fail("another window writes this journal of edits");
  try {
    whole.put();
  } catch (...) {
    std::fclose(std::exchange(file_, nullptr));
    throw;
  }
}

Journal::~Journal() {
  if (file_ != nullptr) std::fclose(file_);
}

Journal::Journal(Journal&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, nullptr)) {}

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
  const auto whole = text + "\n";
  const int file = fileno(file_);
  const auto good = lseek(file, 0, SEEK_END);
  std::size_t written = 0;
  while (written < whole.size()) {
    const auto now = ::write(file, whole.data() + written, whole.size() - written);
    if (now < 0 && errno == EINTR) continue;
    if (now <= 0) break;
    written += static_cast<std::size_t>(now);
  }
  if (written == whole.size() && fsync(file) == 0) return;
  const int why = errno;
  // Half a line would hide all that is written after it.
  if (good < 0 || ftruncate(file, good) != 0) std::fclose(std::exchange(file_, nullptr));
  throw geo::InputError({path_, std::string("the journal of edits cannot be written: ") + std::strerror(why),
                         "make room on the disk, then save the plan"});
}

void Journal::act(const PlanJournal::Act& act) { line(act_line(act)); }
void Journal::stored(const PlanState& state) { line(Json{{"stored", state_json(state)}}.dump()); }
void Journal::began(const PlanState& stored) {
  line(Json{{"plan", stored.name}, {"state", state_json(stored)}}.dump());
}
void Journal::switched(const std::string& plan) { line(Json{{"switch", plan}}.dump()); }
void Journal::renamed(const std::string& from, const std::string& to) {
  line(Json{{"rename", {from, to}}}.dump());
}
void Journal::forgot(const std::string& plan) { line(Json{{"forget", plan}}.dump()); }

}  // namespace placewright::viewer
