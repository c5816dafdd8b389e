#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "demo_session.h"
#include "geo/random.h"
#include "viewer/session/session.h"

namespace placewright::viewer {
namespace {

/// A plan as plainly as it can be kept, and every state that it was in.
struct Plain {
  struct State {
    std::vector<std::int32_t> label;
    std::vector<bool> locked;  ///< areas
    std::vector<std::string> id, name;
    std::vector<bool> closed;  ///< neighbourhoods
    friend bool operator==(const State&, const State&) = default;
  };
  std::vector<State> past;  ///< past[at] is now
  std::size_t at = 0;

  State& now() { return past[at]; }
  void step(State next) {
    if (next == now()) return;
    past.resize(at + 1);
    past.push_back(std::move(next));
    ++at;
  }
};

Plain::State plainly(const PlanState& state) {
  Plain::State plain{state.label, {}, {}, {}, {}};
  for (const auto locked : state.area_locked) plain.locked.push_back(locked != 0);
  for (const auto& entry : state.entries)
    plain.id.push_back(entry.id), plain.name.push_back(entry.name), plain.closed.push_back(entry.locked);
  return plain;
}

class Judge {
 public:
  explicit Judge(const Session& session)
      : session_(session), edges_(session.graph().edges().begin(), session.graph().edges().end()) {}

  /// Areas of the piece that holds the first, by going over all edges until nothing is new.
  std::set<std::uint32_t> piece(const std::vector<std::int32_t>& label, std::uint32_t first) const {
    std::set<std::uint32_t> in{first};
    for (bool more = true; more;) {
      more = false;
      for (const auto& edge : edges_) {
        if (label[edge.a] != label[first] || label[edge.b] != label[first] ||
            in.contains(edge.a) == in.contains(edge.b))
          continue;
        in.insert(edge.a);
        in.insert(edge.b);
        more = true;
      }
    }
    return in;
  }
  std::vector<std::set<std::uint32_t>> pieces(const std::vector<std::int32_t>& label, std::int32_t of) const {
    std::vector<std::set<std::uint32_t>> all;
    for (std::uint32_t area = 0; area < label.size(); ++area) {
      if (label[area] != of ||
          std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.contains(area); }))
        continue;
      all.push_back(piece(label, area));
    }
    return all;
  }
  double people(const std::vector<std::int32_t>& label, std::int32_t of) const {
    double sum = 0;
    for (std::uint32_t area = 0; area < label.size(); ++area)
      if (label[area] == of) sum += session_.place().areas.population[area];
    return sum;
  }
  bool touches(const std::vector<std::int32_t>& label, std::uint32_t area, const auto& is_wanted) const {
    for (const auto& edge : edges_) {
      if (edge.a == area && label[edge.b] >= 0 && is_wanted(label[edge.b])) return true;
      if (edge.b == area && label[edge.a] >= 0 && is_wanted(label[edge.a])) return true;
    }
    return false;
  }

  /// What the session says of the plan in hand is what counting says.
  void expect_agreement(const Plain::State& plain) const {
    ASSERT_EQ(plainly(session_.state()), plain);
    const auto& bounds = session_.brief().population;
    double outside = 0;
    std::size_t unassigned = 0, apart = 0, off = 0;
    for (std::uint32_t area = 0; area < plain.label.size(); ++area)
      unassigned += plain.label[area] < 0 && session_.place().areas.inside[area] != 0;
    for (std::size_t row = 0; row < plain.id.size(); ++row) {
      const auto label = static_cast<std::int32_t>(row);
      const auto parts = pieces(plain.label, label).size();
      const double here = people(plain.label, label);
      ASSERT_EQ(session_.tallies().pieces[row], parts) << plain.id[row];
      ASSERT_NEAR(session_.tallies().people[row], here, 1e-6) << plain.id[row];
      if (parts == 0) continue;
      apart += parts > 1;
      off += here < bounds.min || here > bounds.max;
      outside += std::max({0.0, here - bounds.max, bounds.min - here});
    }
    std::size_t told_apart = 0, told_off = 0, told_unassigned = 0;
    for (const auto& problem : session_.faults()) {
      EXPECT_FALSE(problem.areas.empty()) << problem.what;
      told_apart += problem.kind == Fault::Kind::not_contiguous;
      told_off += problem.kind == Fault::Kind::over || problem.kind == Fault::Kind::under;
      if (problem.kind == Fault::Kind::unassigned) told_unassigned = problem.areas.size();
    }
    EXPECT_EQ(told_apart, apart);
    EXPECT_EQ(told_off, off);
    EXPECT_EQ(told_unassigned, unassigned);
    ASSERT_NE(session_.question(), nullptr);
    EXPECT_NEAR(session_.score().people_outside_bounds, outside, 1e-6);
  }

 private:
  const Session& session_;
  std::vector<geo::Edge> edges_;
};

bool may_move(const Session& session, const Plain::State& plain, std::uint32_t area, std::int32_t to,
              const SourceFilter& filter) {
  const auto from = plain.label[area];
  if (session.place().areas.inside[area] == 0 || plain.locked[area]) return false;
  if (from >= 0 && plain.closed[static_cast<std::size_t>(from)]) return false;
  if (to >= 0 && plain.closed[static_cast<std::size_t>(to)]) return false;
  if (filter.kind == SourceFilter::Kind::unassigned) return from == -1;
  return filter.kind != SourceFilter::Kind::one || from == filter.label;
}

/// An area and those around it, a few times over: what a brush takes.
std::vector<std::uint32_t> stroke(const Session& session, geo::Random& random) {
  std::set<std::uint32_t> areas{random.below(static_cast<std::uint32_t>(session.state().label.size()))};
  for (std::uint32_t round = random.below(4); round-- > 0;) {
    const auto before = areas;
    for (const auto area : before)
      for (const auto other : session.graph().neighbours(area))
        if (random.below(3) > 0) areas.insert(other);
  }
  return {areas.begin(), areas.end()};
}

std::string first_free(const Plain::State& plain) {
  for (int number = 1;; ++number) {
    const auto id = (number < 10 ? "N0" : "N") + std::to_string(number);
    if (std::find(plain.id.begin(), plain.id.end(), id) == plain.id.end()) return id;
  }
}

/// One random act on both; what the session makes of those that have many right answers is checked and taken
/// over.
void act(Session& session, Plain& plain, const Judge& judge, geo::Random& random) {
  auto next = plain.now();
  const auto rows = static_cast<std::uint32_t>(next.id.size());
  const auto to = static_cast<std::int32_t>(random.below(rows));
  const auto open = [&](std::int32_t label) { return !next.closed[static_cast<std::size_t>(label)]; };
  switch (random.below(14)) {
    case 0: {  // a new neighbourhood
      const auto areas = stroke(session, random);
      session.commit(make_new(session.ground(), session.state(), areas, "").edit);
      bool any = false;
      for (const auto area : areas)
        if (may_move(session, next, area, -1, {}))
          next.label[area] = static_cast<std::int32_t>(rows), any = true;
      if (!any) break;
      next.id.push_back(first_free(plain.now()));
      next.name.push_back(next.id.back());
      next.closed.push_back(false);
      break;
    }
    case 1: {  // merge
      const auto from = static_cast<std::int32_t>(random.below(rows));
      session.commit(make_merge(session.ground(), session.state(), from, to).edit);
      for (std::uint32_t area = 0; area < next.label.size(); ++area)
        if (plain.now().label[area] == from && from != to && may_move(session, plain.now(), area, to, {}))
          next.label[area] = to;
      break;
    }
    case 2: {  // locks of areas
      const auto areas = stroke(session, random);
      const bool lock = random.below(2) == 0;
      session.commit(make_area_lock(session.state(), areas, lock));
      for (const auto area : areas) next.locked[area] = lock;
      break;
    }
    case 3: {  // a neighbourhood's lock
      const bool lock = !next.closed[static_cast<std::size_t>(to)];
      session.commit(make_neighbourhood_lock(session.state(), to, lock));
      next.closed[static_cast<std::size_t>(to)] = lock;
      break;
    }
    case 4: {
      const auto name = "Place " + std::to_string(random.below(100));
      session.commit(make_rename(session.state(), to, next.id[static_cast<std::size_t>(to)], name));
      next.name[static_cast<std::size_t>(to)] = name;
      break;
    }
    case 5: {  // fill: only unassigned areas move, and none is left that could
      session.commit(make_filled(session.ground(), session.state()).edit);
      const auto& made = session.state().label;
      for (std::uint32_t area = 0; area < made.size(); ++area) {
        if (next.label[area] >= 0 || next.locked[area] || session.place().areas.inside[area] == 0) {
          ASSERT_EQ(made[area], next.label[area]);
        } else if (made[area] >= 0) {
          ASSERT_TRUE(open(made[area]));
        } else {
          ASSERT_FALSE(judge.touches(made, area, open));
        }
      }
      next.label = made;
      break;
    }
    case 6: {  // mend: the largest piece stays, and what stays apart is locked or touches nobody open
      session.commit(make_contiguous(session.ground(), session.state()).edit);
      const auto& made = session.state().label;
      for (std::uint32_t area = 0; area < made.size(); ++area) {
        if (made[area] == next.label[area]) continue;
        ASSERT_FALSE(next.locked[area]);
        ASSERT_GE(next.label[area], 0);
        ASSERT_TRUE(open(next.label[area]) && open(made[area]));
      }
      for (std::int32_t label = 0; label < static_cast<std::int32_t>(rows); ++label) {
        auto pieces = judge.pieces(made, label);
        if (pieces.size() < 2 || !open(label)) continue;
        std::size_t free = 0;
        for (const auto& piece : pieces) {
          const bool held =
              std::any_of(piece.begin(), piece.end(), [&](auto area) { return next.locked[area]; });
          const bool could = std::any_of(piece.begin(), piece.end(), [&](auto area) {
            return judge.touches(made, area, [&](auto other) { return other != label && open(other); });
          });
          free += !held && could;
        }
        ASSERT_LE(free, 1u) << next.id[static_cast<std::size_t>(label)];
      }
      next.label = made;
      break;
    }
    case 7: {  // split: two parts, each in one piece, and nobody else moves
      const auto edit = make_split(session.ground(), session.state(), to);
      if (!edit) break;
      session.commit(*edit);
      const auto& made = session.state().label;
      const auto fresh = static_cast<std::int32_t>(rows);
      for (std::uint32_t area = 0; area < made.size(); ++area) {
        if (made[area] != next.label[area]) {
          ASSERT_TRUE(next.label[area] == to && made[area] == fresh);
        }
      }
      ASSERT_EQ(judge.pieces(made, to).size(), 1u);
      ASSERT_EQ(judge.pieces(made, fresh).size(), 1u);
      next = plainly(session.state());
      break;
    }
    case 8:
    case 9:
      ASSERT_EQ(session.undo(), plain.at > 0);
      if (plain.at > 0) --plain.at;
      return;
    case 10:
      ASSERT_EQ(session.redo(), plain.at + 1 < plain.past.size());
      if (plain.at + 1 < plain.past.size()) ++plain.at;
      return;
    default: {  // a stroke
      const auto areas = stroke(session, random);
      const auto target = random.below(5) == 0 ? -1 : to;
      const SourceFilter filter{
          static_cast<SourceFilter::Kind>(random.below(8) < 6 ? 0 : 1 + random.below(2)),
          static_cast<std::int32_t>(random.below(rows))};
      const auto made = make_move(session.ground(), session.state(), areas, target, filter);
      for (const auto area : areas)
        if (next.label[area] != target && may_move(session, plain.now(), area, target, filter))
          next.label[area] = target;
      session.commit(made.edit);
      break;
    }
  }
  plain.step(std::move(next));
}

TEST(Model, RandomEditsWithLocksUndoAndRedoGiveWhatThePlainModelGives) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    geo::Random random(seed);
    const DemoFile file(60 + 15 * (seed % 4));
    auto session = Session::open(file.path, "");
    const Judge judge(session);
    Plain plain{{plainly(session.state())}, 0};
    for (int step = 0; step < 60; ++step) {
      SCOPED_TRACE(testing::Message() << "step " << step);
      act(session, plain, judge, random);
      if (HasFatalFailure()) return;
      judge.expect_agreement(plain.now());
      if (HasFailure()) return;
    }
    const auto end = plain.now();
    const auto steps = session.history().done();
    while (session.undo()) continue;
    EXPECT_EQ(plainly(session.state()), plain.past.front());
    while (session.history().done() < steps && session.redo()) continue;
    EXPECT_EQ(plainly(session.state()), end);
  }
}

}  // namespace
}  // namespace placewright::viewer
