#include "boundaries/engine/sums/far_access.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "boundaries/engine/sums/access.h"
#include "boundaries/question/policy.h"

namespace placewright::boundaries::engine {
namespace {

using Listed = FarAccessTable::Listed;
using Kind = FarAccessTable::Kind;

constexpr double kEndless = std::numeric_limits<double>::infinity();

/// Collects what sites may cost, cheapest first, and says the least cost there is.
class LeastCost {
 public:
  LeastCost(double base, std::uint32_t areas) : base_(base), areas_(areas) {}
  void look_at(std::uint32_t site, double saving, std::uint32_t listed_by, bool here) {
    const double bound = (here ? 1.0 : kOutsideHubFactor) * (base_ - saving);
    if (bound >= best_) return;
    if (listed_by == areas_)
      best_ = bound;
    else
      open_.push_back({bound, site, here});
  }
  /// `areas_of`: calls back with every area of the neighbourhood.
  template <class ForEachArea>
  [[nodiscard]] double find(const Kind& kind, const ForEachArea& for_each_area) {
    if (areas_ == 0) return 0;
    std::sort(open_.begin(), open_.end());
    for (const Open& open : open_) {
      if (open.bound >= best_) break;
      double sum = 0;
      for_each_area([&](std::uint32_t area) {
        sum += kind.source->people[area] *
               static_cast<double>(kind.source->minutes->rule().between(area, open.site));
      });
      best_ = std::min(best_, (open.here ? 1.0 : kOutsideHubFactor) * sum);
    }
    if (kOutsideHubFactor * base_ >= best_) return best_;
    // Even a site that nobody lists could win: all of them, with those here at their own price.
    std::vector<std::uint32_t> areas;
    for_each_area([&](std::uint32_t area) { areas.push_back(area); });
    const auto hub = kind.source->minutes->find_hub(areas, kind.source->people,
                                                    [](std::size_t) { return kOutsideHubFactor; });
    return std::min(best_, hub.asked);
  }

 private:
  struct Open {
    double bound = 0;
    std::uint32_t site = 0;
    bool here = false;
    bool operator<(const Open& other) const {
      return bound < other.bound || (bound == other.bound && site < other.site);
    }
  };
  double base_;
  std::uint32_t areas_;
  double best_ = kEndless;
  std::vector<Open> open_;
};

std::uint32_t areas_in(const Kind& kind, Atom atom) {
  return kind.area_first[atom + 1] - kind.area_first[atom];
}

template <class Do>
void for_each_area(const Kind& kind, Atom atom, const Do& act) {
  for (std::uint32_t at = kind.area_first[atom]; at < kind.area_first[atom + 1]; ++at) act(kind.area[at]);
}

/// The row of an atom: its areas' nearest sites, and those that lie in it.
std::vector<Listed> list_area(const AccessData& data, const std::vector<std::uint32_t>& own_sites,
                              std::uint32_t area, double people, double& base) {
  const auto nearest = data.far->nearest(area, data.far->rule().kept);
  const double cutoff = std::isfinite(nearest.others) ? nearest.others
                        : nearest.sites.empty()       ? 0
                                                      : nearest.sites.back().minutes;
  base = people * cutoff;
  std::vector<Listed> row;
  for (const auto& one : nearest.sites) row.push_back({one.site, 1, people * (cutoff - one.minutes), false});
  std::sort(row.begin(), row.end(), [](const Listed& a, const Listed& b) { return a.site < b.site; });
  for (const auto site : own_sites) {
    const auto at = std::lower_bound(row.begin(), row.end(), site,
                                     [](const Listed& a, std::uint32_t b) { return a.site < b; });
    if (at != row.end() && at->site == site)
      at->here = true;
    else
      row.insert(at, {site, 1, people * (cutoff - data.minutes_between(area, site)), true});
  }
  return row;
}

}  // namespace

FarAccessTable FarAccessTable::build(const Problem& problem, const TotalShares& shares) {
  FarAccessTable table;
  const double share = shares.of[Criterion::access];
  if (!(share > 0)) return table;
  double weights = 0;
  for (const AccessData& data : problem.access)
    if (!data.site_id.empty() && data.weight > 0) weights += data.weight;
  for (const AccessData& data : problem.access) {
    if (!data.far || data.site_id.empty() || !(data.weight > 0)) continue;
    Kind kind;
    auto source = std::make_shared<FarAccessTable::Source>();
    source->minutes = data.far;
    source->people = problem.residents;
    source->sites = static_cast<std::uint32_t>(data.site_id.size());
    kind.source = source;
    std::vector<std::uint32_t> all(problem.size());
    std::vector<std::vector<std::uint32_t>> own(problem.size());
    for (std::uint32_t site = 0; site < source->sites; ++site)
      if (data.site_area[site] >= 0) own[static_cast<std::size_t>(data.site_area[site])].push_back(site);
    kind.first.push_back(0);
    for (std::uint32_t area = 0; area < problem.size(); ++area) {
      all[area] = area;
      kind.nearest += problem.residents[area] * data.nearest_minutes(area);
      kind.base.push_back(0);
      const auto row = list_area(data, own[area], area, problem.residents[area], kind.base.back());
      kind.listed.insert(kind.listed.end(), row.begin(), row.end());
      kind.first.push_back(static_cast<std::uint32_t>(kind.listed.size()));
      kind.area_first.push_back(area);
    }
    kind.area_first.push_back(static_cast<std::uint32_t>(problem.size()));
    kind.area = all;
    kind.one_hub = data.far->find_hub(all, problem.residents, [](std::size_t) { return 1.0; }).person_minutes;
    kind.scale = kind.one_hub > kind.nearest ? share * data.weight / weights : 0;
    if (kind.scale > 0) table.kind.push_back(std::move(kind));
  }
  return table;
}

FarAccessTable contract(const FarAccessTable& table, const Grouping& grouping) {
  FarAccessTable result;
  std::vector<Atoms> atoms(grouping.count);
  for (Atom atom; atom < grouping.of.size(); ++atom) atoms[grouping.of[atom]].push_back(atom);
  for (const Kind& old : table.kind) {
    Kind kind{old.scale,   old.nearest,
              old.one_hub, old.fixed_cost,
              old.source,  std::vector<double>(grouping.count, 0),
              {0},         {},
              {0},         {}};
    FarAccessCost cost(old);
    std::vector<Listed> row;
    for (std::uint32_t group = 0; group < grouping.count; ++group) {
      for (const auto atom : atoms[group]) {
        kind.base[group] += old.base[atom];
        for_each_area(old, atom, [&](std::uint32_t area) { kind.area.push_back(area); });
      }
      std::sort(kind.area.begin() + kind.area_first.back(), kind.area.end());
      kind.area_first.push_back(static_cast<std::uint32_t>(kind.area.size()));
      cost.add_up(atoms[group], row);
      kind.listed.insert(kind.listed.end(), row.begin(), row.end());
      kind.first.push_back(static_cast<std::uint32_t>(kind.listed.size()));
    }
    result.kind.push_back(std::move(kind));
  }
  return result;
}

FarAccessTable restrict_to(const FarAccessTable& table, const Cutout& cutout) {
  FarAccessTable result;
  if (table.kind.empty()) return result;
  const auto kept = kept_marks(cutout);
  std::vector<Atoms> fixed(cutout.fixed_parts);
  for (Atom atom; atom < kept.size(); ++atom)
    if (!kept[atom]) fixed[cutout.fixed_part[atom]].push_back(atom);
  for (const Kind& old : table.kind) {
    Kind kind{old.scale, old.nearest, old.one_hub, old.fixed_cost, old.source, {}, {0}, {}, {0}, {}};
    FarAccessCost cost(old);
    for (const auto& atoms : fixed) kind.fixed_cost += cost(atoms);
    for (const auto atom : cutout.kept) {
      kind.base.push_back(old.base[atom]);
      for_each_area(old, atom, [&](std::uint32_t area) { kind.area.push_back(area); });
      kind.area_first.push_back(static_cast<std::uint32_t>(kind.area.size()));
      kind.listed.insert(kind.listed.end(), old.listed.begin() + old.first[atom],
                         old.listed.begin() + old.first[atom + 1]);
      kind.first.push_back(static_cast<std::uint32_t>(kind.listed.size()));
    }
    result.kind.push_back(std::move(kind));
  }
  return result;
}

FarAccessCost::FarAccessCost(const Kind& kind) : kind_(&kind), of_site_(kind.source->sites) {}

void FarAccessCost::add_up(const Atoms& atoms, std::vector<Listed>& sums) {
  sums.clear();
  for (const auto atom : atoms)
    for (std::uint32_t at = kind_->first[atom]; at < kind_->first[atom + 1]; ++at) {
      const Listed& listed = kind_->listed[at];
      Listed& sum = of_site_[listed.site];
      if (sum.areas == 0) sums.push_back(listed);
      sum.areas += listed.areas;
      sum.saving += listed.saving;
      sum.here = sum.here || listed.here;
    }
  std::sort(sums.begin(), sums.end(), [](const Listed& a, const Listed& b) { return a.site < b.site; });
  for (Listed& sum : sums) {
    const auto site = sum.site;
    sum = std::exchange(of_site_[site], Listed{});
    sum.site = site;
  }
}

double FarAccessCost::operator()(const Atoms& atoms) {
  add_up(atoms, sums_);
  double base = 0;
  std::uint32_t areas = 0;
  for (const auto atom : atoms) base += kind_->base[atom], areas += areas_in(*kind_, atom);
  LeastCost least(base, areas);
  for (const Listed& sum : sums_) least.look_at(sum.site, sum.saving, sum.areas, sum.here);
  return least.find(*kind_, [&](const auto& act) {
    for (const auto atom : atoms) for_each_area(*kind_, atom, act);
  });
}

FarAccessSums::FarAccessSums(const FarAccessTable& table, std::uint32_t parts)
    : table_(&table), kinds_(table.kind.size()) {
  for (auto& sums : kinds_) sums.part.resize(parts);
  if (kinds_.empty()) return;
  members_.resize(parts);
  place_.resize(table.kind.front().size());
}

void FarAccessSums::reset(const Part* part) {
  for (auto& members : members_) members.clear();
  for (Atom atom; atom < place_.size(); ++atom) {
    place_[atom] = static_cast<std::uint32_t>(members_[part[atom]].size());
    members_[part[atom]].push_back(atom);
  }
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    KindSums& sums = kinds_[k];
    const Kind& kind = table_->kind[k];
    FarAccessCost cost(kind);
    sums.sum = kind.fixed_cost;
    for (Part p; p < sums.part.size(); ++p) {
      OfPart& own = sums.part[p];
      own.base = 0;
      own.areas = 0;
      for (const auto atom : members_[p]) own.base += kind.base[atom], own.areas += areas_in(kind, atom);
      cost.add_up(members_[p], own.listed);
      own.cost = least(k, p);
      sums.sum += own.cost;
    }
  }
}

double FarAccessSums::least(std::size_t k, Part part) const {
  const Kind& kind = table_->kind[k];
  const OfPart& own = kinds_[k].part[part];
  LeastCost least(own.base, own.areas);
  for (const Listed& sum : own.listed) least.look_at(sum.site, sum.saving, sum.areas, sum.here);
  return least.find(kind, [&](const auto& act) {
    for (const auto atom : members_[part]) for_each_area(kind, atom, act);
  });
}

double FarAccessSums::least_with(std::size_t k, Part part, Atom atom) const {
  const Kind& kind = table_->kind[k];
  const OfPart& own = kinds_[k].part[part];
  LeastCost least(own.base + kind.base[atom], own.areas + areas_in(kind, atom));
  auto sum = own.listed.begin();
  const auto end = own.listed.end();
  for (std::uint32_t at = kind.first[atom]; at < kind.first[atom + 1]; ++at) {
    const Listed& joins = kind.listed[at];
    for (; sum != end && sum->site < joins.site; ++sum)
      least.look_at(sum->site, sum->saving, sum->areas, sum->here);
    if (sum != end && sum->site == joins.site) {
      least.look_at(sum->site, sum->saving + joins.saving, sum->areas + joins.areas, sum->here || joins.here);
      ++sum;
    } else {
      least.look_at(joins.site, joins.saving, joins.areas, joins.here);
    }
  }
  for (; sum != end; ++sum) least.look_at(sum->site, sum->saving, sum->areas, sum->here);
  return least.find(kind, [&](const auto& act) {
    for (const auto member : members_[part]) for_each_area(kind, member, act);
    for_each_area(kind, atom, act);
  });
}

double FarAccessSums::least_without(std::size_t k, Part part, Atom atom) const {
  const Kind& kind = table_->kind[k];
  const OfPart& own = kinds_[k].part[part];
  LeastCost least(own.base - kind.base[atom], own.areas - areas_in(kind, atom));
  std::uint32_t at = kind.first[atom];
  const std::uint32_t end = kind.first[atom + 1];
  for (const Listed& sum : own.listed) {
    if (at == end || kind.listed[at].site != sum.site) {
      least.look_at(sum.site, sum.saving, sum.areas, sum.here);
      continue;
    }
    const Listed& leaves = kind.listed[at++];
    if (sum.areas > leaves.areas)
      least.look_at(sum.site, sum.saving - leaves.saving, sum.areas - leaves.areas, sum.here && !leaves.here);
  }
  return least.find(kind, [&](const auto& act) {
    for (const auto member : members_[part])
      if (member != atom) for_each_area(kind, member, act);
  });
}

double FarAccessSums::loss(std::size_t k, double cost) const {
  const Kind& kind = table_->kind[k];
  return kind.scale * std::clamp((cost - kind.nearest) / (kind.one_hub - kind.nearest), 0.0, 1.0);
}

double FarAccessSums::change(const Part*, Atom atom, Part from, Part to) const {
  double change = 0;
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    const KindSums& sums = kinds_[k];
    const double after = sums.sum - sums.part[from].cost - sums.part[to].cost + least_without(k, from, atom) +
                         least_with(k, to, atom);
    change += loss(k, after) - loss(k, sums.sum);
  }
  return change;
}

void FarAccessSums::join(std::size_t k, Part part, Atom atom) {
  const Kind& kind = table_->kind[k];
  OfPart& own = kinds_[k].part[part];
  own.base += kind.base[atom];
  own.areas += areas_in(kind, atom);
  std::vector<Listed> merged;
  merged.reserve(own.listed.size() + kind.first[atom + 1] - kind.first[atom]);
  auto sum = own.listed.begin();
  for (std::uint32_t at = kind.first[atom]; at < kind.first[atom + 1]; ++at) {
    const Listed& joins = kind.listed[at];
    while (sum != own.listed.end() && sum->site < joins.site) merged.push_back(*sum++);
    merged.push_back(joins);
    if (sum == own.listed.end() || sum->site != joins.site) continue;
    merged.back() = {joins.site, sum->areas + joins.areas, sum->saving + joins.saving,
                     sum->here || joins.here};
    ++sum;
  }
  merged.insert(merged.end(), sum, own.listed.end());
  own.listed = std::move(merged);
}

void FarAccessSums::leave(std::size_t k, Part part, Atom atom) {
  const Kind& kind = table_->kind[k];
  OfPart& own = kinds_[k].part[part];
  own.base -= kind.base[atom];
  own.areas -= areas_in(kind, atom);
  std::uint32_t at = kind.first[atom];
  const std::uint32_t end = kind.first[atom + 1];
  std::size_t kept = 0;
  for (Listed& sum : own.listed) {
    if (at < end && kind.listed[at].site == sum.site) {
      const Listed& leaves = kind.listed[at++];
      sum.areas -= leaves.areas;
      sum.saving -= leaves.saving;
      sum.here = sum.here && !leaves.here;
      if (sum.areas == 0) continue;
    }
    own.listed[kept++] = sum;
  }
  own.listed.resize(kept);
}

void FarAccessSums::move_member(Atom atom, Part from, Part to) {
  auto& members = members_[from];
  members[place_[atom]] = members.back();
  place_[members.back()] = place_[atom];
  members.pop_back();
  place_[atom] = static_cast<std::uint32_t>(members_[to].size());
  members_[to].push_back(atom);
}

void FarAccessSums::apply(const Part*, Atom atom, Part from, Part to) {
  move_member(atom, from, to);
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    leave(k, from, atom);
    join(k, to, atom);
    KindSums& sums = kinds_[k];
    for (const Part part : {from, to}) {
      sums.sum -= sums.part[part].cost;
      sums.part[part].cost = least(k, part);
      sums.sum += sums.part[part].cost;
    }
  }
}

double FarAccessSums::total() const {
  double sum = 0;
  for (std::size_t k = 0; k < kinds_.size(); ++k) sum += loss(k, kinds_[k].sum);
  return sum;
}

FarAccessAlone::FarAccessAlone(const FarAccessTable& table, const Parts&, std::uint32_t) : table_(&table) {
  for (const Kind& kind : table.kind) cost_.emplace_back(kind);
}

double FarAccessAlone::operator()(const Atoms& atoms, const Marks&) {
  double sum = 0;
  for (std::size_t k = 0; k < cost_.size(); ++k) {
    const Kind& kind = table_->kind[k];
    sum += kind.scale * cost_[k](atoms) / (kind.one_hub - kind.nearest);
  }
  return sum;
}

}  // namespace placewright::boundaries::engine
