#include "boundaries/engine/sums/access.h"

#include <numeric>

#include "boundaries/question/policy.h"

namespace placewright::boundaries::engine {
namespace {

constexpr double kReach = 1.3;  // sites up to so many times the least cost are on the short list
constexpr double kEndless = std::numeric_limits<double>::infinity();

/// Fills the rows of sites by the atom they lie in.
void list_sites(AccessTable::Kind& kind, std::size_t atoms) {
  kind.first.assign(atoms + 1, 0);
  for (const std::uint32_t home : kind.home)
    if (home != kNowhere) ++kind.first[home + 1];
  std::partial_sum(kind.first.begin(), kind.first.end(), kind.first.begin());
  kind.site.assign(kind.first.back(), 0);
  auto next = kind.first;
  for (std::uint32_t site = 0; site < kind.sites; ++site)
    if (kind.home[site] != kNowhere) kind.site[next[kind.home[site]]++] = site;
}

}  // namespace

AccessTable AccessTable::build(const Problem& problem, const TotalShares& shares) {
  AccessTable table;
  const double share = shares.of[Criterion::access];
  if (!(share > 0)) return table;
  double weights = 0;
  for (const AccessData& data : problem.access)
    if (!data.site_id.empty() && data.weight > 0) weights += data.weight;
  for (const AccessData& data : problem.access) {
    if (data.far || data.site_id.empty() || !(data.weight > 0)) continue;
    AccessTable::Kind kind;
    kind.sites = static_cast<std::uint32_t>(data.site_id.size());
    kind.cost.resize(problem.size() * kind.sites);
    std::vector<double> one(kind.sites, 0);
    for (std::size_t area = 0; area < problem.size(); ++area) {
      double least = kEndless;
      for (std::uint32_t site = 0; site < kind.sites; ++site) {
        const double minutes = static_cast<double>(data.minutes[area * kind.sites + site]);
        const double cost = problem.residents[area] * minutes;
        kind.cost[area * kind.sites + site] = cost;
        one[site] += cost;
        least = std::min(least, minutes);
      }
      kind.nearest += problem.residents[area] * least;
    }
    kind.one_hub = *std::min_element(one.begin(), one.end());
    for (const std::int32_t area : data.site_area)
      kind.home.push_back(area < 0 ? kNowhere : static_cast<std::uint32_t>(area));
    list_sites(kind, problem.size());
    kind.scale = kind.one_hub > kind.nearest ? share * data.weight / weights : 0;
    if (kind.scale > 0) table.kind.push_back(std::move(kind));
  }
  return table;
}

AccessTable contract(const AccessTable& table, const Grouping& grouping) {
  AccessTable result;
  for (const AccessTable::Kind& old : table.kind) {
    AccessTable::Kind kind = old;
    kind.cost.assign(std::size_t{grouping.count} * kind.sites, 0);
    for (std::size_t atom = 0; atom < grouping.of.size(); ++atom)
      for (std::uint32_t site = 0; site < kind.sites; ++site)
        kind.cost[std::size_t{grouping.of[atom]} * kind.sites + site] += old.cost[atom * kind.sites + site];
    for (std::uint32_t& home : kind.home)
      if (home != kNowhere) home = grouping.of[home];
    list_sites(kind, grouping.count);
    result.kind.push_back(std::move(kind));
  }
  return result;
}

AccessTable restrict_to(const AccessTable& table, const Cutout& cutout) {
  AccessTable result;
  const auto kept = kept_marks(cutout);
  std::vector<std::uint32_t> number(kept.size(), kNowhere);
  for (std::uint32_t row = 0; row < cutout.kept.size(); ++row) number[cutout.kept[row]] = row;
  for (const AccessTable::Kind& old : table.kind) {
    AccessTable::Kind kind = old;
    std::vector<double> sums(std::size_t{cutout.fixed_parts} * kind.sites, 0);
    for (std::size_t atom = 0; atom < kept.size(); ++atom) {
      if (kept[atom]) continue;
      double* row = sums.data() + std::size_t{cutout.fixed_part[atom]} * kind.sites;
      for (std::uint32_t site = 0; site < kind.sites; ++site) row[site] += old.cost[atom * kind.sites + site];
    }
    for (std::uint32_t part = 0; part < cutout.fixed_parts; ++part) {
      double least = kEndless;
      for (std::uint32_t site = 0; site < kind.sites; ++site) {
        const std::uint32_t home = old.home[site];
        const bool inside = home != kNowhere && !kept[home] && cutout.fixed_part[home] == part;
        least =
            std::min(least, (inside ? 1.0 : kOutsideHubFactor) * sums[std::size_t{part} * kind.sites + site]);
      }
      kind.fixed_cost += least;
    }
    kind.cost.clear();
    for (const Atom atom : cutout.kept)
      kind.cost.insert(kind.cost.end(),
                       old.cost.begin() + static_cast<std::ptrdiff_t>(std::size_t{atom} * kind.sites),
                       old.cost.begin() + static_cast<std::ptrdiff_t>(std::size_t{atom + 1} * kind.sites));
    for (std::uint32_t& home : kind.home)
      if (home != kNowhere) home = number[home];
    list_sites(kind, cutout.kept.size());
    result.kind.push_back(std::move(kind));
  }
  return result;
}

AccessSums::AccessSums(const AccessTable& table, std::uint32_t parts)
    : table_(&table), kinds_(table.kind.size()) {
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    kinds_[k].cost.assign(std::size_t{parts} * table.kind[k].sites, 0);
    kinds_[k].factor.assign(kinds_[k].cost.size(), kOutsideHubFactor);
    kinds_[k].near.resize(parts);
  }
}

void AccessSums::reset(const Part* part) {
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    KindSums& sums = kinds_[k];
    const AccessTable::Kind& kind = table_->kind[k];
    std::fill(sums.cost.begin(), sums.cost.end(), 0.0);
    std::fill(sums.factor.begin(), sums.factor.end(), kOutsideHubFactor);
    for (std::size_t atom = 0; atom + 1 < kind.first.size(); ++atom) {
      double* row = sums.cost.data() + std::size_t{part[atom]} * kind.sites;
      const double* add = kind.cost.data() + atom * kind.sites;
      for (std::uint32_t site = 0; site < kind.sites; ++site) row[site] += add[site];
    }
    for (std::uint32_t site = 0; site < kind.sites; ++site)
      if (kind.home[site] != kNowhere)
        sums.factor[std::size_t{part[kind.home[site]]} * kind.sites + site] = 1;
    sums.sum = kind.fixed_cost;
    for (Part p; p < sums.near.size(); ++p) {
      shorten(k, p);
      sums.sum += sums.near[p].cost;
    }
  }
}

double AccessSums::weigh(std::size_t k, Part part) {
  const KindSums& sums = kinds_[k];
  const std::uint32_t sites = table_->kind[k].sites;
  const double* cost = sums.cost.data() + std::size_t{part} * sites;
  const double* factor = sums.factor.data() + std::size_t{part} * sites;
  if (weighed_.size() < sites) weighed_.resize(sites);
  double* value = weighed_.data();
  for (std::uint32_t site = 0; site < sites; ++site) value[site] = factor[site] * cost[site];
  // Four at a time: a chain of comparisons would wait for each.
  double least[4] = {kEndless, kEndless, kEndless, kEndless};
  std::uint32_t site = 0;
  for (; site + 4 <= sites; site += 4)
    for (std::uint32_t lane = 0; lane < 4; ++lane)
      least[lane] = value[site + lane] < least[lane] ? value[site + lane] : least[lane];
  for (; site < sites; ++site) least[0] = std::min(least[0], value[site]);
  return std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
}

/// Lists the sites of a neighbourhood that cost little more than the cheapest again.
void AccessSums::shorten(std::size_t k, Part part) {
  const double least = weigh(k, part);
  Near& near = kinds_[k].near[part];
  const std::uint32_t sites = table_->kind[k].sites;
  const double* value = weighed_.data();
  const double reach = least * kReach;
  near.cost = sites > 0 ? least : 0;
  // Without jumps: which sites are near changes with every move.
  std::uint32_t count = 0;
  double others = kEndless;
  for (std::uint32_t site = 0; site < sites; ++site) {
    const bool taken = value[site] <= reach && count < kShortList;
    near.site[count] = site;
    count += taken ? 1U : 0U;
    const double other = taken ? kEndless : value[site];
    others = other < others ? other : others;
  }
  near.count = count;
  near.others = others;
}

/// Person-minutes of a neighbourhood after an atom joined (sign 1) or left (-1).
double AccessSums::least(std::size_t k, Part part, Atom atom, double sign) const {
  const KindSums& sums = kinds_[k];
  const AccessTable::Kind& kind = table_->kind[k];
  const double* cost = sums.cost.data() + std::size_t{part} * kind.sites;
  const double* factor = sums.factor.data() + std::size_t{part} * kind.sites;
  const double* change = kind.cost.data() + std::size_t{atom} * kind.sites;
  if (kind.first[atom] == kind.first[atom + 1]) {
    if (sign > 0) {
      // Costs grow, so a site off the list can win only below the bound.
      const Near& near = sums.near[part];
      double best = kEndless;
      for (std::uint32_t at = 0; at < near.count; ++at) {
        const double here = factor[near.site[at]] * (cost[near.site[at]] + change[near.site[at]]);
        best = here < best ? here : best;
      }
      if (best <= near.others) return best;
    }
    double least[4] = {kEndless, kEndless, kEndless, kEndless};
    std::uint32_t site = 0;
    for (; site + 4 <= kind.sites; site += 4)
      for (std::uint32_t lane = 0; lane < 4; ++lane) {
        const double here = factor[site + lane] * (cost[site + lane] + sign * change[site + lane]);
        least[lane] = here < least[lane] ? here : least[lane];
      }
    for (; site < kind.sites; ++site)
      least[0] = std::min(least[0], factor[site] * (cost[site] + sign * change[site]));
    return std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
  }
  double best = kEndless;
  for (std::uint32_t site = 0; site < kind.sites; ++site) {
    const double f = kind.home[site] == atom ? (sign > 0 ? 1.0 : kOutsideHubFactor) : factor[site];
    best = std::min(best, f * (cost[site] + sign * change[site]));
  }
  return best;
}

double AccessSums::loss(std::size_t k, double cost) const {
  const AccessTable::Kind& kind = table_->kind[k];
  return kind.scale * std::clamp((cost - kind.nearest) / (kind.one_hub - kind.nearest), 0.0, 1.0);
}

double AccessSums::change(const Part*, Atom atom, Part from, Part to) const {
  double sum = 0;
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    const KindSums& sums = kinds_[k];
    const double after = sums.sum - sums.near[from].cost - sums.near[to].cost + least(k, from, atom, -1) +
                         least(k, to, atom, 1);
    sum += loss(k, after) - loss(k, sums.sum);
  }
  return sum;
}

void AccessSums::apply(const Part*, Atom atom, Part from, Part to) {
  for (std::size_t k = 0; k < kinds_.size(); ++k) {
    KindSums& sums = kinds_[k];
    const AccessTable::Kind& kind = table_->kind[k];
    double* a = sums.cost.data() + std::size_t{from} * kind.sites;
    double* b = sums.cost.data() + std::size_t{to} * kind.sites;
    const double* change = kind.cost.data() + std::size_t{atom} * kind.sites;
    for (std::uint32_t site = 0; site < kind.sites; ++site) {
      a[site] -= change[site];
      b[site] += change[site];
    }
    for (std::uint32_t e = kind.first[atom]; e < kind.first[atom + 1]; ++e) {
      sums.factor[std::size_t{from} * kind.sites + kind.site[e]] = kOutsideHubFactor;
      sums.factor[std::size_t{to} * kind.sites + kind.site[e]] = 1;
    }
    for (const Part part : {from, to}) {
      sums.sum -= sums.near[part].cost;
      shorten(k, part);
      sums.sum += sums.near[part].cost;
    }
  }
}

double AccessSums::total() const {
  double sum = 0;
  for (std::size_t k = 0; k < kinds_.size(); ++k) sum += loss(k, kinds_[k].sum);
  return sum;
}

double AccessAlone::operator()(const Atoms& atoms, const Marks& in) const {
  double sum = 0;
  for (const AccessTable::Kind& kind : table_->kind) {
    double least = kEndless;
    for (std::uint32_t site = 0; site < kind.sites; ++site) {
      double cost = 0;
      for (const Atom atom : atoms) cost += kind.cost[std::size_t{atom} * kind.sites + site];
      least = std::min(least,
                       kind.home[site] != kNowhere && in[kind.home[site]] ? cost : kOutsideHubFactor * cost);
    }
    if (kind.sites > 0 && kind.one_hub > kind.nearest)
      sum += kind.scale * least / (kind.one_hub - kind.nearest);
  }
  return sum;
}

}  // namespace placewright::boundaries::engine
