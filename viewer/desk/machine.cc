#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <utility>

#include "boundaries/engine/frontier.h"
#include "viewer/desk/desk.h"

namespace placewright::viewer {
namespace {

const char* effort_name(boundaries::Effort effort) {
  return effort == boundaries::Effort::quick    ? "quick"
         : effort == boundaries::Effort::normal ? "normal"
                                                : "thorough";
}

/// One more proposal for the plan in hand. False: it is that plan already.
bool add_candidate(OnTheTable& here, const boundaries::Labels& labels) {
  auto& machine = here.machine;
  const auto& session = *here.session;
  Candidate candidate;
  candidate.state = plan_from(session, session.state(), machine.areas, labels);
  candidate.edit = make_difference(session.state(), candidate.state,
                                   fmt::format("{}, {} (seed {}, effort {})", machine.title, kByTheMachine,
                                               machine.seed, effort_name(machine.effort)));
  if (candidate.edit.empty()) return false;
  candidate.effect = session.effect_of(candidate.edit);
  auto found = std::move(machine.found.value());
  found.push_back(std::move(candidate));
  machine.found.set(session.revision(), std::move(found));
  return true;
}

void take_candidates(OnTheTable& here, Tools& tools, Talk& talk, const JobResult& result) {
  auto& machine = here.machine;
  machine.found.forget();
  machine.tried = result.tried;
  for (const auto& plan : result.plans) add_candidate(here, plan.labels);
  ++machine.seed;  // asked again, it tries something else
  machine.shown.reset();
  if (machine.found->empty()) {
    say(talk, "The machine finds nothing better");
    return;
  }
  tools.side = "side.machine";
  // What somebody looks at already stays on the map.
  if (!here.pending)
    show_candidate(here, talk, 0);
  else
    say(talk, fmt::format("All {} candidates are there", machine.found->size()));
}

}  // namespace

std::string references_key(const OnTheTable& here) {
  return here.session->state().brief + fmt::format("#{}", here.session->score().neighbourhoods);
}

void start_redraw(Desk& desk, Scope scope, std::uint32_t candidates) {
  auto& machine = desk.here.machine;
  if (!desk.here.session || machine.job) return;
  drop_pending(desk.here, desk.talk);
  machine.scope = scope;
  std::string why_not;
  auto redraw = plan_redraw(*desk.here.session, machine, desk.here.chosen, why_not);
  if (!redraw) {
    say(desk.talk, why_not, !desk.here.session->problem_known());
    return;
  }
  redraw->options.threads = std::max(1u, std::thread::hardware_concurrency());
  machine.areas = desk.here.session->question()->area_row;
  machine.start = desk.here.session->state();
  machine.best.reset();
  machine.found.forget();
  machine.shown.reset();
  machine.fraction = 0;
  machine.total = desk.here.session->score().total;
  machine.phase = "starting";
  machine.title = scope == Scope::all ? "All redrawn"
                  : redraw->open == 1 ? "One neighbourhood redrawn"
                                      : fmt::format("{} neighbourhoods redrawn", redraw->open);
  machine.doing = MachineDesk::Doing::redrawing;
  machine.job = std::make_unique<SearchJob>(
      [problem = std::move(redraw->problem), options = std::move(redraw->options), candidates](
          const boundaries::Observer& observer, const SearchJob::Met& met) {
        JobResult result;
        if (candidates > 1) {
          boundaries::AlternativesOptions several;
          several.count = candidates;
          several.search = options;
          several.met = met;
          several.least_moved_share =
              options.start.empty() ? 0.1 : 0.01;  // around what stays there is less room to differ
          for (auto& plan : boundaries::find_alternatives(problem, several, observer))
            result.plans.push_back({std::move(plan.labels), plan.total});
          if (!result.plans.empty()) return result;
        }
        auto one = boundaries::search(problem, options, observer);
        if (!one.labels.empty()) result.plans.push_back({std::move(one.labels), one.total});
        result.tried = boundaries::tried_counts_text(one);
        result.infeasible = std::move(one.infeasible);
        return result;
      },
      desk.wake);
}

void start_references(Desk& desk) {
  auto& machine = desk.here.machine;
  if (!desk.here.session || machine.job || !desk.here.session->problem_known()) return;
  machine.doing = MachineDesk::Doing::measuring;
  machine.title = "Reference values";
  machine.measured_for = references_key(desk.here);
  machine.fraction = 0;
  machine.total = desk.here.session->score().total;
  machine.job = std::make_unique<SearchJob>(
      [problem = desk.here.session->question()->problem, score = desk.here.session->score()](
          const boundaries::Observer& observer, const SearchJob::Met&) {
        JobResult result;
        result.references = boundaries::measure_references(problem, score, 1, observer);
        return result;
      },
      desk.wake);
}

void follow_job(OnTheTable& here, Tools& tools, Talk& talk) {
  auto& machine = here.machine;
  if (!machine.job) return;
  auto news = machine.job->look();
  machine.fraction = std::max(machine.fraction, news.fraction);
  if (!news.phase.empty()) machine.phase = news.phase;
  const bool redrawing = machine.doing == MachineDesk::Doing::redrawing;
  const bool edited = redrawing && !(machine.start == here.session->state());
  if (news.better && redrawing && !edited) {
    machine.best = plan_from(*here.session, machine.start, machine.areas, *news.better);
    machine.total = news.better_total;
  }
  if (redrawing && edited) machine.job->stop();
  if (redrawing && !edited && !news.done && !news.met.empty()) {
    if (machine.found->empty()) tools.side = "side.machine";
    for (const auto& plan : news.met) add_candidate(here, plan.labels);
  }
  if (news.failed.empty() && !news.done) return;
  machine.job.reset();
  machine.doing = MachineDesk::Doing::nothing;
  machine.best.reset();
  if (!news.failed.empty()) {
    say(talk, news.failed, true);
  } else if (!redrawing) {
    machine.references.set(machine.measured_for, std::move(news.done->references));
  } else if (news.done->plans.empty()) {
    std::string why = "No plan meets the rules";
    if (news.done->infeasible && !news.done->infeasible->reasons.empty())
      why += ": " + news.done->infeasible->reasons.front();
    say(talk, why, true);
  } else if (edited) {
    say(talk,
        "The plan was edited while the machine worked; its proposals were for the plan before and are "
        "dropped");
  } else {
    take_candidates(here, tools, talk, *news.done);
  }
}

void show_candidate(OnTheTable& here, Talk& talk, std::size_t number) {
  auto& machine = here.machine;
  if (number >= machine.found->size() || !machine.found.is_of(here.session->revision())) return;
  drop_pending(here, talk);
  machine.shown = number;
  const auto& candidate = (*machine.found)[number];
  Pending pending;
  pending.made.edit = candidate.edit;
  for (const auto& move : candidate.edit.moves) pending.areas.push_back(move.area);
  pending.effect = candidate.effect;
  here.pending = std::move(pending);
  const auto change =
      total_change(candidate.effect.before, candidate.effect.after, here.session->without_plan());
  const auto total = change.sense == TotalChange::Sense::none
                         ? (std::isfinite(candidate.effect.after.total)
                                ? fmt::format("total {:.3f}, {}", candidate.effect.after.total, change.words)
                                : change.words)
                         : fmt::format("total {:.3f} to {:.3f}", candidate.effect.before.total,
                                       candidate.effect.after.total);
  say(talk, fmt::format("A proposal is on the map: {}. Enter adopts it, Esc drops it.", total));
}

void explain_here(OnTheTable& here, Talk& talk, std::uint32_t area) {
  auto& why = here.machine.why;
  const auto& session = *here.session;
  if (!session.problem_known() || session.state().label[area] < 0 ||
      !boundaries::find_problem_row(*session.question(), boundaries::PlaceRow(area))) {
    why.forget();
    say(talk, session.problem_known() ? "The area is in no neighbourhood" : session.problem_refused(), true);
    return;
  }
  why.set({area, session.revision()}, explain_area(session, area));
}

void propose_alternative(OnTheTable& here, Talk& talk, std::size_t number) {
  const auto& why = here.machine.why;
  if (!why.made() || why.stamp()->second != here.session->revision() || number >= why->alternatives.size())
    return;
  drop_pending(here, talk);
  Pending pending;
  pending.made = make_alternative(*here.session, why->alternatives[number]);
  pending.to = why->alternatives[number].to;
  if (pending.made.edit.moves.empty()) {
    say(talk, pending.made.refused.empty() ? "Nothing moves"
                                           : "Nothing moves: the area " + pending.made.refused.front().why);
    return;
  }
  for (const auto& move : pending.made.edit.moves) pending.areas.push_back(move.area);
  pending.effect = here.session->effect_of(pending.made.edit);
  here.pending = std::move(pending);
}

void register_machine_commands(Desk& desk) {
  auto& list = desk.commands;
  const auto idle = [&desk] { return desk.here.session && !desk.here.machine.job; };
  const auto chosen = [&desk] {
    return desk.here.session && !desk.here.machine.job && !desk.here.chosen.empty();
  };
  list.add({"plan.redraw_all", "Plan", "Redraw all around the locks", {'R', false, false}, idle, [&desk] {
              start_redraw(desk, Scope::all, 1);
            }});
  list.add(
      {"plan.redraw_here", "Plan", "Redraw the chosen and those around", {'R', false, true}, chosen, [&desk] {
         start_redraw(desk, Scope::around, 1);
       }});
  list.add({"plan.redraw_chosen",
            "Plan",
            "Improve the chosen among themselves",
            {'I', false, false},
            chosen,
            [&desk] { start_redraw(desk, Scope::chosen, 1); }});
  list.add({"plan.candidates", "Plan", "Four candidates for the whole plan", {}, idle, [&desk] {
              start_redraw(desk, Scope::all, 4);
            }});
  list.add({"plan.stop",
            "Plan",
            "Stop the machine with its best so far",
            {},
            [&desk] { return desk.here.machine.job != nullptr; },
            [&desk] { desk.here.machine.job->stop(); }});
  list.add(
      {"plan.references",
       "Plan",
       "Measure what each criterion could reach",
       {},
       [&desk] { return desk.here.session && !desk.here.machine.job && desk.here.session->problem_known(); },
       [&desk] { start_references(desk); }});
  list.add({"plan.why",
            "Plan",
            "Why is this area here?",
            {'W', false, false},
            [&desk] { return desk.here.session && (desk.here.selected.size() == 1 || desk.here.hovered); },
            [&desk] {
              const auto area =
                  desk.here.selected.size() == 1 ? desk.here.selected.front() : *desk.here.hovered;
              if (desk.here.selected.size() != 1) select_area(desk.here, desk.tools, area, false);
              desk.tools.side = "side.inspect";
              explain_here(desk.here, desk.talk, area);
            }});
}

}  // namespace placewright::viewer
