#include "viewer/session/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "boundaries/from_place/access_mode.h"
#include "boundaries/from_place/judgement.h"
#include "datasets/place/file.h"
#include "geo/error.h"
#include "viewer/session/parts.h"

namespace placewright::viewer {
namespace {

using datasets::PlaceFile;

datasets::PlanRecord empty_plan(const datasets::Place& place) {
  datasets::PlanRecord plan;
  plan.name = "draft";
  boundaries::Brief brief;  // what it is drawn by until somebody writes another
  brief.access.mode = boundaries::default_access_mode(place, !place.roads.empty());
  plan.brief_toml = boundaries::write_brief(brief);
  for (std::size_t area = 0; area < place.areas.size(); ++area)
    if (place.areas.inside[area] != 0) plan.assignments.push_back({place.areas.code[area], "", false});
  return plan;
}

double mean_of(const boundaries::Score& score, std::int32_t label) {
  return static_cast<std::size_t>(label) < score.per_neighbourhood.size()
             ? score.per_neighbourhood[static_cast<std::size_t>(label)].deprivation_mean
             : std::nan("");
}

std::vector<std::int32_t> labels_touched(const Edit& edit) {
  std::vector<std::int32_t> touched;
  for (const auto& move : edit.moves) {
    if (move.from >= 0) touched.push_back(move.from);
    if (move.to >= 0) touched.push_back(move.to);
  }
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  return touched;
}

/// "N01 41200 people, N02 38100 people": the neighbourhoods touched, for the log.
std::string people_words(const Edit& edit, const PlanState& state, const Tally& tally) {
  std::string words;
  for (const auto label : labels_touched(edit)) {
    const auto row = static_cast<std::size_t>(label);
    if (row >= state.entries.size() || row >= tally.people.size()) continue;
    words += fmt::format("{}{} {:.0f} people", words.empty() ? "" : ", ", state.entries[row].id,
                         tally.people[row]);
  }
  return words;
}

/// A state that a file tells of can be one of this place.
bool sound(const PlanState& state, std::size_t areas) {
  const auto rows = static_cast<std::int32_t>(state.entries.size());
  return state.label.size() == areas && state.area_locked.size() == areas &&
         std::all_of(state.label.begin(), state.label.end(),
                     [&](auto label) { return label >= -1 && label < rows; });
}

}  // namespace

Session Session::open(const std::string& path, const std::string& plan_name, int wait_ms,
                      const Session* instead_of) {
  Session session;
  session.path_ = path;
  const auto file = PlaceFile::open(path, PlaceFile::Mode::read, wait_ms);
  session.place_ = file.read(datasets::Tables::everything - datasets::Tables::postcode);
  session.areas_checksum_ = file.meta().adjacency_checksum;
  session.doubts_ = file.doubts();
  for (const auto& doubt : session.doubts_)
    session.read_only_ = session.read_only_ || doubt.code == "SCHEMA_NEWER";
  session.file_stamp_ = stamp_of(path);
  session.graph_ = datasets::graph_of(session.place_);
  session.stored_notes_ = session.place_.notes;
  JournalContent content;
  // The first journal that no living window keeps, those with something to bring back first.
  int free_window = 0;
  for (int window = 1; window <= 9; ++window) {
    const auto name = journal_path(path, window);
    const bool own =
        instead_of != nullptr && instead_of->journal_.open() && instead_of->journal_.path() == name;
    if (!own && journal_in_use(name)) continue;
    auto found = read_journal(name);
    const bool unsaved = std::any_of(found.plans.begin(), found.plans.end(),
                                     [](const auto& plan) { return plan.second.unsaved(); });
    if (free_window != 0 && !unsaved) continue;
    free_window = window;
    content = std::move(found);
    if (unsaved) break;
  }
  session.window_ = std::max(1, free_window);
  std::erase_if(content.plans, [&](const auto& plan) {
    return content.areas == session.areas_checksum_ &&
           !sound(plan.second.stored, session.place_.areas.size());
  });
  if (content.areas == session.areas_checksum_) {
    for (auto& [name, plan] : content.plans) {
      const auto there = std::find_if(session.place_.plans.begin(), session.place_.plans.end(),
                                      [&, &wanted = name](const auto& one) { return one.name == wanted; });
      if (there != session.place_.plans.end()) catch_up(session.place_, *there, plan);
      if (plan.unsaved()) {
        session.left_.emplace(name, plan);
        session.left_cut_short_ = content.cut_short;
      }
      plan.since.clear();
    }
    session.shelf_ = std::move(content.plans);
  } else if (std::any_of(content.plans.begin(), content.plans.end(),
                         [](const auto& plan) { return plan.second.unsaved(); })) {
    // Its rows are those of other areas; nobody can play it here, and nobody throws it away, nor an earlier
    // one.
    const auto journal = journal_path(path, session.window_);
    auto aside = journal + ".of-other-areas";
    std::error_code error;
    for (int number = 2; std::filesystem::exists(aside, error); ++number)
      aside = fmt::format("{}.of-other-areas-{}", journal, number);
    std::rename(journal.c_str(), aside.c_str());
  }
  auto plan = !plan_name.empty()             ? boundaries::find_plan(session.place_, plan_name)
              : session.place_.plans.empty() ? empty_plan(session.place_)
                                             : session.place_.plans.front();
  session.take_plan(std::move(plan));
  return session;
}

void Session::take_plan(datasets::PlanRecord plan) {
  base_stored_ = has_plan(place_, plan.name);
  base_ = std::move(plan);
  state_ = state_of(place_, base_);
  history_ = {};
  at_store_ = {state_, {}, 0, {}};
  // The rows of entries are those of the history only if the journal's state is used.
  if (const auto known = shelf_.find(base_.name); known != shelf_.end()) {
    auto candidate = known->second.stored;
    candidate.name = base_.name;
    candidate.notes = place_.notes;
    if (candidate.label.size() == state_.label.size() &&
        same_plan(record_of(place_, candidate, base_), base_)) {
      state_ = std::move(candidate);
      history_ = History::resumed(known->second.steps, known->second.done);
      at_store_ = {state_, history_.steps(), history_.done(), {}};
    }
    shelf_.erase(known);
  }
  saved_at_ = history_.done();
  brief_read_.clear();
  question_.reset();
  score_memory_ = {};
  read_brief();
  judge_anew();
}

void Session::read_brief() {
  if (state_.brief == brief_read_ && question_) return;
  brief_read_ = state_.brief;
  question_.reset();
  score_memory_ = {};
  refused_.clear();
  try {
    brief_ = state_.brief.empty() ? boundaries::Brief{}
                                  : boundaries::parse_brief(state_.brief, "brief of plan " + state_.name);
    question_ = boundaries::build_problem(place_, brief_);
  } catch (const geo::InputError& error) {
    refused_ = error.what();
  }
}

boundaries::Labels Session::labels_for(const PlanState& state) const {
  boundaries::Labels labels;
  if (!question_) return labels;
  labels.reserve(question_->area_row.size());
  for (const auto row : question_->area_row) labels.push_back(state.label[row.value()]);
  return labels;
}

boundaries::Score Session::score_of(const PlanState& state) const {
  return question_ ? boundaries::score(question_->problem, labels_for(state), score_memory_)
                   : boundaries::Score{};
}

void Session::judge_anew() {
  ++revision_;
  place_.notes = state_.notes;
  score_ = score_of(state_);
  tally_ = tally(ground(), state_);
  faults_ = find_faults(ground(), state_, brief_.population.min, brief_.population.max);
}

Effect Session::effect_of(const Edit& edit) const {
  Effect effect;
  PlanState after = state_;
  apply_edit(after, edit);
  effect.before = score_;
  if (after.brief == state_.brief) {
    effect.after = score_of(after);
  } else if (question_) {
    const auto brief =
        after.brief.empty() ? boundaries::Brief{} : boundaries::parse_brief(after.brief, "the new brief");
    effect.after = boundaries::score(boundaries::build_problem(place_, brief).problem, labels_for(after));
  }
  effect.broken = rules_broken(ground(), state_, edit, brief_.population.min, brief_.population.max);
  for (const auto& move : edit.moves) {
    const double people = place_.areas.population[move.area];
    effect.people_moved += std::isnan(people) ? 0 : people;
  }
  const auto tally_after = tally(ground(), after);
  const auto out = [&](double people, std::uint32_t areas) {
    return areas > 0 && (people < brief_.population.min || people > brief_.population.max);
  };
  for (const auto label : labels_touched(edit)) {
    const auto row = static_cast<std::size_t>(label);
    Effect::Row line;
    line.label = label;
    if (row < tally_.people.size()) {
      line.people_before = tally_.people[row];
      line.pieces_before = tally_.pieces[row];
      line.out_before = out(tally_.people[row], tally_.areas[row]);
    }
    line.people_after = tally_after.people[row];
    line.pieces_after = tally_after.pieces[row];
    line.out_after = out(tally_after.people[row], tally_after.areas[row]);
    line.deprivation_before = mean_of(effect.before, label);
    line.deprivation_after = mean_of(effect.after, label);
    effect.rows.push_back(line);
  }
  return effect;
}

TotalChange total_change(const boundaries::Score& before, const boundaries::Score& after, bool first_plan) {
  using Sense = TotalChange::Sense;
  if (!std::isfinite(after.total))
    return {Sense::none,
            after.neighbourhoods == 0 ? "no neighbourhood is left" : "nothing of it can be judged"};
  if (!std::isfinite(before.total))
    return {Sense::none, first_plan                   ? "first plan of this place"
                         : before.neighbourhoods == 0 ? "nothing was drawn before"
                                                      : "what was before could not be judged"};
  const double by = after.total - before.total;
  if (std::abs(by) < 5e-5) return {Sense::same, "as good as now"};
  return {by < 0 ? Sense::better : Sense::worse,
          fmt::format("{} by {:.4f}", by < 0 ? "better" : "worse", std::abs(by))};
}

void Session::start_journal() {
  if (journal_.open() || read_only_) return;
  JournalContent content{areas_checksum_, shelf_, base_.name, false};
  content.plans[base_.name] = at_store_;
  for (;; ++window_) {
    if (window_ > 9)
      throw geo::InputError({path_, "nine other windows edit this place", "close one of them"});
    if (journal_in_use(journal_path(path_, window_))) continue;
    journal_ = Journal(journal_path(path_, window_), content);
    return;
  }
}

void Session::commit(Edit edit) {
  if (edit.empty()) return;
  start_journal();
  PlanState after = state_;
  apply_edit(after, edit);
  edit.was = people_words(edit, state_, tally_);
  edit.became = people_words(edit, after, tally(ground(), after));
  journal_.act({PlanJournal::Act::Kind::step, edit});
  // An undone future that held the stored state can no longer be reached.
  if (saved_at_ > history_.done()) saved_at_ = static_cast<std::size_t>(-1);
  history_.make(state_, std::move(edit));
  read_brief();
  judge_anew();
}

bool Session::undo() {
  if (history_.done() == 0 || !fits(state_, history_.steps()[history_.done() - 1], false)) return false;
  start_journal();
  journal_.act({PlanJournal::Act::Kind::undo, {}});
  history_.undo(state_);
  read_brief();
  judge_anew();
  return true;
}

bool Session::redo() {
  if (history_.done() == history_.steps().size() || !fits(state_, history_.steps()[history_.done()], true))
    return false;
  start_journal();
  journal_.act({PlanJournal::Act::Kind::redo, {}});
  history_.redo(state_);
  read_brief();
  judge_anew();
  return true;
}

datasets::PlanRecord Session::record() const {
  auto record = record_of(place_, state_, base_);
  record.origin = origin_after(record.origin, history_.steps(), history_.done());
  return record;
}

void Session::save(const std::string& who, const std::string& now, int wait_ms) {
  auto file = PlaceFile::open(path_, PlaceFile::Mode::change, wait_ms);
  auto record = this->record();
  if (record.created.empty()) record.created = now;
  std::vector<datasets::LogRow> log;
  const auto line = [&](const Edit& edit, bool taken_back) {
    std::string what = edit.sentence;
    // Few enough to read: the areas themselves.
    for (std::size_t i = 0; i < std::min<std::size_t>(edit.moves.size(), 20); ++i)
      what += (i == 0 ? ": " : ", ") + place_.areas.code[edit.moves[i].area];
    if (edit.moves.size() > 20) what += fmt::format(" and {} more", edit.moves.size() - 20);
    std::string why = edit.reason;
    for (const auto& rule : edit.breaks) why += (why.empty() ? "breaks " : "; breaks ") + rule;
    log.push_back({edit.when.empty() ? now : edit.when, edit.who.empty() ? who : edit.who,
                   taken_back ? "taken back: " + what : what, taken_back ? edit.became : edit.was,
                   taken_back ? edit.was : edit.became, why, record.name});
  };
  // Steps that were stored and undone since are taken back; a history that left them for another is told from
  // their fork on.
  std::size_t common = 0;
  const auto& old_steps = at_store_.steps;
  while (common < std::min({at_store_.done, history_.done(), history_.steps().size()}) &&
         old_steps[common] == history_.steps()[common])
    ++common;
  for (std::size_t step = at_store_.done; step-- > common;) line(old_steps[step], true);
  for (std::size_t step = common; step < history_.done(); ++step) line(history_.steps()[step], false);
  auto notes = state_.notes;
  file.together([&] {
    const auto there = file.find_plan(record.name);
    if (base_stored_ ? !there || !same_plan(*there, base_) : there.has_value())
      throw geo::InputError(
          {path_,
           fmt::format("plan {} was {} by another program since it was read here", record.name,
                       there ? "changed" : "deleted"),
           "keep yours under a new name (Plan menu: New plan from this one), or open the place anew"});
    // Notes of others stay; those pinned, changed or taken off here are so there too.
    auto stored = file.read(datasets::Tables::note).notes;
    const auto find = [](auto& list, const std::string& id) {
      return std::find_if(list.begin(), list.end(), [&](const auto& note) { return note.id == id; });
    };
    for (const auto& note : stored_notes_)
      if (find(notes, note.id) == notes.end())
        if (const auto at = find(stored, note.id); at != stored.end()) stored.erase(at);
    for (const auto& note : notes) {
      const auto before = find(stored_notes_, note.id);
      if (before != stored_notes_.end() && same_note(*before, note)) continue;
      if (const auto at = find(stored, note.id); at != stored.end())
        *at = note;
      else
        stored.push_back(note);
    }
    notes = std::move(stored);
    file.save_plan(record, true);
    if (!log.empty()) file.append_log(log);
    file.save_notes(notes);
  });
  base_ = std::move(record);
  base_stored_ = true;
  state_.notes = place_.notes = stored_notes_ = std::move(notes);
  keep_in_place(base_);
  place_.log.insert(place_.log.end(), log.begin(), log.end());
  saved_at_ = history_.done();
  file_stamp_ = stamp_of(path_);
  at_store_ = {state_, history_.steps(), history_.done(), {}};
  if (journal_.open()) journal_.stored(state_);
  ++revision_;
}

}  // namespace placewright::viewer
