#include "viewer/session.h"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "boundaries/judgement.h"
#include "datasets/place_file.h"
#include "geo/error.h"

namespace placewright::viewer {
namespace {

std::int64_t stamp_of(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return 0;
  return static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1'000'000'000 + facts.st_mtim.tv_nsec + facts.st_size;
}

datasets::PlanRecord empty_plan(const datasets::Place& place) {
  datasets::PlanRecord plan;
  plan.name = "draft";
  plan.origin = "edit";
  for (std::size_t area = 0; area < place.areas.size(); ++area)
    if (place.areas.inside[area] != 0) plan.assignments.push_back({place.areas.code[area], "", false});
  return plan;
}

double mean_of(const boundaries::Score& score, std::int32_t label) {
  return static_cast<std::size_t>(label) < score.per_neighbourhood.size() ? score.per_neighbourhood[static_cast<std::size_t>(label)].deprivation_mean : std::nan("");
}

}  // namespace

std::string state_hash(const datasets::PlanRecord& plan) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto add = [&](const std::string& text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    hash = (hash ^ 0xff) * 0x100000001b3ULL;
  };
  for (const auto& assignment : plan.assignments) add(assignment.area), add(assignment.neighbourhood);
  return fmt::format("{:016x}", hash);
}

Session Session::open(const std::string& path, const std::string& plan_name) {
  using datasets::PlaceFile;
  Session session;
  session.path_ = path;
  const auto file = PlaceFile::open(path, PlaceFile::Mode::read);
  session.place_ = file.read(datasets::Tables::everything - datasets::Tables::postcode);
  for (const auto& doubt : file.doubts()) session.read_only_ = session.read_only_ || doubt.code == "SCHEMA_NEWER";
  session.file_stamp_ = stamp_of(path);
  session.graph_ = datasets::graph_of(session.place_);
  if (!plan_name.empty())
    session.base_ = boundaries::find_plan(session.place_, plan_name);
  else
    session.base_ = session.place_.plans.empty() ? empty_plan(session.place_) : session.place_.plans.front();
  session.state_ = state_of(session.place_, session.base_);
  session.set_brief(boundaries::brief_of(session.base_));
  return session;
}

void Session::set_brief(const boundaries::Brief& brief) {
  brief_ = brief;
  question_.reset();
  refused_.clear();
  try {
    question_ = boundaries::build_problem(place_, brief_);
  } catch (const geo::InputError& error) {
    refused_ = error.what();
  }
  judge_anew();
}

boundaries::Labels Session::labels_for(const PlanState& state) const {
  boundaries::Labels labels;
  if (!question_) return labels;
  labels.reserve(question_->area_row.size());
  for (const auto row : question_->area_row) labels.push_back(state.label[row]);
  return labels;
}

boundaries::Score Session::score_of(const PlanState& state) const {
  return question_ ? boundaries::score(question_->problem, labels_for(state)) : boundaries::Score{};
}

void Session::judge_anew() {
  ++revision_;
  score_ = score_of(state_);
  tally_ = tally(ground(), state_);
  problems_ = find_problems(ground(), state_, brief_.population.min, brief_.population.max);
}

Effect Session::effect_of(const Edit& edit) const {
  Effect effect;
  PlanState after = state_;
  apply_edit(after, edit);
  effect.before = score_;
  effect.after = score_of(after);
  effect.broken = rules_broken(ground(), state_, edit, brief_.population.min, brief_.population.max);
  std::vector<std::int32_t> touched;
  for (const auto& move : edit.moves) {
    if (move.from >= 0) touched.push_back(move.from);
    if (move.to >= 0) touched.push_back(move.to);
    const double people = place_.areas.population[move.area];
    effect.people_moved += std::isnan(people) ? 0 : people;
  }
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  const auto tally_after = tally(ground(), after);
  const auto out = [&](double people, std::uint32_t areas) { return areas > 0 && (people < brief_.population.min || people > brief_.population.max); };
  for (const auto label : touched) {
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

void Session::start_journal() {
  if (!journal_.open() && !read_only_) journal_ = Journal(journal_path(path_), {base_.name, state_hash(base_)});
}

void Session::commit(Edit edit) {
  if (edit.empty()) return;
  start_journal();
  journal_.step(edit);
  // An undone future that held the stored state can no longer be reached.
  if (saved_at_ > history_.done()) saved_at_ = static_cast<std::size_t>(-1);
  history_.make(state_, std::move(edit));
  judge_anew();
}

bool Session::undo() {
  if (!history_.undo(state_)) return false;
  start_journal();
  journal_.undo();
  judge_anew();
  return true;
}

bool Session::redo() {
  if (!history_.redo(state_)) return false;
  start_journal();
  journal_.redo();
  judge_anew();
  return true;
}

void Session::save(const std::string& who, const std::string& now) {
  using datasets::PlaceFile;
  auto file = PlaceFile::open(path_, PlaceFile::Mode::change);
  auto record = record_of(place_, state_, base_);
  record.origin = history_.steps().empty() ? record.origin : "edit";
  if (record.created.empty()) record.created = now;
  if (record.brief_toml.empty()) record.brief_toml = boundaries::write_brief(brief_);
  std::vector<datasets::LogRow> log;
  const auto first = saved_at_ > history_.done() ? 0 : saved_at_;
  for (std::size_t step = first; step < history_.done(); ++step) {
    const auto& edit = history_.steps()[step];
    std::string broken;
    for (const auto& rule : edit.breaks) broken += (broken.empty() ? "" : "; ") + rule;
    log.push_back({now, who, edit.sentence, "", broken, edit.reason, record.name});
  }
  file.together([&] {
    file.save_plan(record, true);
    if (!log.empty()) file.append_log(log);
    file.save_notes(place_.notes);
  });
  base_ = std::move(record);
  const auto at = std::find_if(place_.plans.begin(), place_.plans.end(), [&](const auto& plan) { return plan.name == base_.name; });
  if (at == place_.plans.end())
    place_.plans.push_back(base_);
  else
    *at = base_;
  place_.log.insert(place_.log.end(), log.begin(), log.end());
  saved_at_ = history_.done();
  file_stamp_ = stamp_of(path_);
  journal_.close_and_remove();
}

void Session::branch(const std::string& name, const std::string& now) {
  for (const auto& plan : place_.plans)
    if (plan.name == name) throw geo::InputError({name, "the place already has a plan of that name", "choose another name"});
  base_ = record_of(place_, state_, base_);
  base_.parent = state_.name;
  base_.name = state_.name = name;
  base_.created = now;
  history_ = {};
  saved_at_ = 0;
  journal_.close_and_remove();
  save("", now);
  ++revision_;
}

void Session::switch_plan(const std::string& name) {
  base_ = boundaries::find_plan(place_, name);
  state_ = state_of(place_, base_);
  history_ = {};
  saved_at_ = 0;
  journal_.close_and_remove();
  set_brief(boundaries::brief_of(base_));
}

void Session::add_note(datasets::Note note) {
  place_.notes.push_back(std::move(note));
  ++revision_;
}

std::optional<JournalContent> Session::left_behind() const {
  auto content = read_journal(journal_path(path_));
  if (!content) return std::nullopt;
  const auto plan = std::find_if(place_.plans.begin(), place_.plans.end(), [&](const auto& p) { return p.name == content->head.plan; });
  const bool draft = plan == place_.plans.end() && content->head.plan == base_.name;
  if (plan == place_.plans.end() && !draft) return std::nullopt;
  if (state_hash(draft ? base_ : *plan) != content->head.base_hash) return std::nullopt;
  return content;
}

void Session::recover(const JournalContent& content) {
  if (content.head.plan != base_.name) switch_plan(content.head.plan);
  for (const auto& edit : content.steps) history_.make(state_, edit);
  while (history_.done() > content.done) history_.undo(state_);
  journal_ = Journal(journal_path(path_), content.head);
  for (std::size_t step = 0; step < history_.done(); ++step) journal_.step(history_.steps()[step]);
  judge_anew();
}

void Session::forget_left_behind() { std::remove(journal_path(path_).c_str()); }

bool Session::changed_on_disk() const { return stamp_of(path_) != file_stamp_; }

}  // namespace placewright::viewer
