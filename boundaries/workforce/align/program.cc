#include "boundaries/workforce/align/program.h"

#include <algorithm>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kAnything = 1e30;  // no bound of a row
/// Aligned patients are sums of parts that may be no whole numbers, and the solver's tolerance is 1e-7.
constexpr double kSlack = 1e-4;

}  // namespace

AlignProgram::AlignProgram(const AlignProblem& problem) : problem_(problem) {
  add_homes();
  add_practices();
  add_lists();
}

int AlignProgram::add_column(double aligned, bool is_continuous) {
  cost_.push_back(-aligned);
  is_continuous_.push_back(is_continuous ? 1 : 0);
  entries_.emplace_back();
  return static_cast<int>(cost_.size()) - 1;
}

int AlignProgram::add_row(double below, double above) {
  below_.push_back(below);
  above_.push_back(above);
  return static_cast<int>(below_.size()) - 1;
}

void AlignProgram::put(int row, int column, double value) {
  entries_[static_cast<std::size_t>(column)].push_back({row, value});
}

/// A PCN is at home in one neighbourhood. Practices that cannot move count with the home itself.
void AlignProgram::add_homes() {
  for (std::uint32_t c = 0; c < problem_.pcn.size(); ++c) {
    const auto& homes = problem_.homes[c];
    home_column_.emplace_back(homes.size(), -1);
    if (!problem_.is_judged[c]) continue;
    const int one = homes.size() > 1 ? add_row(1, 1) : -1;
    for (std::size_t h = 0; h < homes.size(); ++h) {
      double fixed = 0;
      for (std::size_t q = 0; q < problem_.practice.size(); ++q)
        if (problem_.pcn_of[q] == c && problem_.may_join[q].size() == 1)
          fixed += problem_.by_neighbourhood[q][homes[h]];
      if (one < 0) {
        aligned_anyway_ += fixed;
        continue;
      }
      home_column_[c][h] = add_column(fixed, false);
      put(one, home_column_[c][h], 1);
    }
  }
}

void AlignProgram::add_practices() {
  for (std::uint32_t q = 0; q < problem_.practice.size(); ++q) {
    const auto& may = problem_.may_join[q];
    join_column_.emplace_back(may.size(), -1);
    if (may.size() > 1) {
      const int one = add_row(1, 1);
      for (std::size_t at = 0; at < may.size(); ++at) {
        const int joins = add_column(0, false);
        join_column_[q][at] = joins;
        put(one, joins, 1);
        add_practice_at(q, may[at], joins);
      }
    }
    if (problem_.across > 0 && problem_.is_judged[problem_.pcn_of[q]]) add_across(q, join_column_[q][0]);
  }
}

/// Its patients in a neighbourhood count when it has joined the PCN and that is at home there.
void AlignProgram::add_practice_at(std::uint32_t practice, std::uint32_t pcn, int joins) {
  const auto& homes = problem_.homes[pcn];
  if (!problem_.is_judged[pcn]) return;
  if (homes.size() == 1) {
    cost_[static_cast<std::size_t>(joins)] -= problem_.by_neighbourhood[practice][homes.front()];
    return;
  }
  const int joined = add_row(-kAnything, 0);
  put(joined, joins, -1);
  for (std::size_t h = 0; h < homes.size(); ++h) {
    const double patients = problem_.by_neighbourhood[practice][homes[h]];
    if (!(patients > 0)) continue;
    const int counts = add_column(patients, true);
    put(joined, counts, 1);
    const int at_home = add_row(-kAnything, 0);
    put(at_home, counts, 1);
    put(at_home, home_column_[pcn][h], -1);
  }
}

/// A practice that stays may also count in one neighbourhood that is not its PCN's home.
void AlignProgram::add_across(std::uint32_t practice, int stays) {
  const auto c = problem_.pcn_of[practice];
  const auto& homes = problem_.homes[c];
  const int one = add_row(-kAnything, stays < 0 ? 1 : 0);
  if (stays >= 0) put(one, stays, -1);
  for (const auto k : problem_.may_cross[practice]) {
    const auto home = std::find(homes.begin(), homes.end(), k);
    if (homes.size() == 1 && home != homes.end()) continue;
    const int crosses = add_column(problem_.by_neighbourhood[practice][k], false);
    across_.push_back({practice, k, crosses});
    put(one, crosses, 1);
    if (home == homes.end()) continue;
    const int elsewhere = add_row(-kAnything, 1);
    put(elsewhere, crosses, 1);
    put(elsewhere, home_column_[c][static_cast<std::size_t>(home - homes.begin())], 1);
  }
}

/// Bounds on lists; each PCN keeps one of its practices; so many work across.
void AlignProgram::add_lists() {
  for (std::uint32_t c = 0; c < problem_.pcn.size(); ++c) {
    double fixed = 0;
    bool keeps = false;
    std::vector<std::pair<int, double>> members;
    std::vector<int> own;
    for (std::uint32_t q = 0; q < problem_.practice.size(); ++q) {
      const auto& may = problem_.may_join[q];
      if (may.size() == 1 && may.front() == c) fixed += problem_.list[q], keeps = true;
      if (may.size() == 1) continue;
      if (const int column = column_of(q, c); column >= 0) {
        members.emplace_back(column, problem_.list[q]);
        if (problem_.pcn_of[q] == c) own.push_back(column);
      }
    }
    if (members.empty()) continue;
    const int list = add_row(problem_.min_list[c] - fixed, problem_.max_list[c] - fixed);
    for (const auto& [column, patients] : members) put(list, column, patients);
    if (keeps || own.empty()) continue;
    const int some = add_row(1, kAnything);
    for (const int column : own) put(some, column, 1);
  }
  if (across_.empty()) return;
  const int most = add_row(-kAnything, problem_.across);
  for (const auto& across : across_) put(most, across.column, 1);
}

int AlignProgram::column_of(std::uint32_t practice, std::uint32_t pcn) const {
  const auto& may = problem_.may_join[practice];
  const auto at = std::find(may.begin(), may.end(), pcn);
  return at == may.end() ? -1 : join_column_[practice][static_cast<std::size_t>(at - may.begin())];
}

engine::IntegerProgram AlignProgram::write(const AlignQuestion& question,
                                           const std::vector<PieceCut>& cuts) const {
  auto entries = entries_;
  engine::IntegerProgram program;
  program.is_continuous = is_continuous_;
  program.below = below_;
  program.above = above_;
  program.cost = cost_;
  const auto add = [&](double below, double above) {
    program.below.push_back(below);
    program.above.push_back(above);
    return static_cast<int>(program.below.size()) - 1;
  };
  double stay = 0;
  const int moves = add(0, kAnything);
  for (std::size_t q = 0; q < join_column_.size(); ++q)
    if (join_column_[q].size() > 1) {
      entries[static_cast<std::size_t>(join_column_[q].front())].push_back({moves, 1});
      ++stay;
    }
  program.below[static_cast<std::size_t>(moves)] = stay - question.moves;
  for (const auto& cut : cuts) {
    double held = 0;
    const int row = add(0, kAnything);
    for (const auto& [practice, pcn] : cut.stay)
      if (const int column = column_of(practice, pcn); column >= 0) {
        entries[static_cast<std::size_t>(column)].push_back({row, -1});
        ++held;
      }
    for (const auto& [practice, pcn] : cut.join)
      if (const int column = column_of(practice, pcn); column >= 0)
        entries[static_cast<std::size_t>(column)].push_back({row, 1});
    program.below[static_cast<std::size_t>(row)] = 1 - held;
  }
  if (question.aligned_at_least > 0) {
    const int row = add(question.aligned_at_least - aligned_anyway_ - kSlack, kAnything);
    for (std::size_t column = 0; column < entries.size(); ++column)
      if (cost_[column] < 0) entries[column].push_back({row, -cost_[column]});
    program.cost.assign(cost_.size(), 0);
    for (std::size_t q = 0; q < join_column_.size(); ++q)
      for (std::size_t at = 1; at < join_column_[q].size(); ++at)
        program.cost[static_cast<std::size_t>(join_column_[q][at])] = problem_.list[q];
  }
  for (const auto& column : entries) {
    for (const auto& entry : column) {
      program.row.push_back(entry.row);
      program.value.push_back(entry.value);
    }
    program.start.push_back(static_cast<int>(program.row.size()));
  }
  return program;
}

Membership AlignProgram::read(const std::vector<std::uint8_t>& is_chosen) const {
  auto membership = membership_today(problem_);
  for (std::size_t q = 0; q < join_column_.size(); ++q)
    for (std::size_t at = 0; at < join_column_[q].size(); ++at)
      if (join_column_[q][at] >= 0 && is_chosen[static_cast<std::size_t>(join_column_[q][at])])
        membership.pcn[q] = problem_.may_join[q][at];
  for (const auto& across : across_)
    if (is_chosen[static_cast<std::size_t>(across.column)])
      membership.across[across.practice] = static_cast<std::int32_t>(across.neighbourhood);
  return membership;
}

AlignProgramAnswer AlignProgram::solve(const AlignQuestion& question, const std::vector<PieceCut>& cuts,
                                       std::uint64_t nodes, engine::WorkLeft& work) const {
  using Status = engine::IntegerAnswer::Status;
  AlignProgramAnswer answer;
  const auto program = write(question, cuts);
  const double cutoff = -(question.better_than - aligned_anyway_) - kSlack;
  if (work.is_over()) return answer;
  const auto solved = engine::solve_integer_program(program, cutoff, nodes, work);
  const double sign = question.aligned_at_least > 0 ? 1 : -1,
               anyway = question.aligned_at_least > 0 ? 0 : aligned_anyway_;
  answer.nodes = solved.nodes;
  if (solved.status != Status::infeasible && solved.is_chosen.size() == cost_.size())
    answer.membership = read(solved.is_chosen);
  answer.proved = solved.status == Status::infeasible ||
                  (solved.status == Status::optimal && answer.membership.has_value());
  answer.bound = solved.status == Status::infeasible ? question.better_than : anyway + sign * solved.bound;
  return answer;
}

}  // namespace placewright::boundaries::workforce
