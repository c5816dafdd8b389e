#include "boundaries/workforce/supply/alignment.h"

#include <cmath>
#include <limits>

#include "boundaries/workforce/supply/transport.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {

Alignment measure_alignment(const Overlap& overlap, double least_piece) {
  PLACEWRIGHT_EXPECT(overlap.patients.size() == overlap.organisations * overlap.neighbourhoods);
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  Alignment alignment;
  alignment.one_to_one = match_most(overlap.organisations, overlap.neighbourhoods, overlap.patients);
  double all = 0, kept_many = 0, kept_one = 0;
  std::vector<double> column(overlap.neighbourhoods, 0);
  for (std::size_t q = 0; q < overlap.organisations; ++q) {
    std::int32_t best = -1;
    double row = 0, most = 0;
    for (std::size_t k = 0; k < overlap.neighbourhoods; ++k) {
      const double here = overlap.at(q, k);
      row += here;
      column[k] += here;
      if (here > most) {
        most = here;
        best = static_cast<std::int32_t>(k);
      }
    }
    std::uint32_t pieces = 0;
    for (std::size_t k = 0; k < overlap.neighbourhoods; ++k)
      pieces += row > 0 && overlap.at(q, k) >= least_piece * row ? 1U : 0U;
    alignment.many_to_one.push_back(best);
    alignment.pieces.push_back(pieces);
    all += row;
    kept_many += most;
    if (alignment.one_to_one[q] >= 0)
      kept_one += overlap.at(q, static_cast<std::size_t>(alignment.one_to_one[q]));
  }
  alignment.share_many = all > 0 ? kept_many / all : nothing;
  alignment.share_one = all > 0 ? kept_one / all : nothing;
  for (std::size_t k = 0; k < overlap.neighbourhoods; ++k) {
    double entropy = 0;
    for (std::size_t q = 0; q < overlap.organisations; ++q)
      if (const double share = overlap.at(q, k) / column[k]; share > 0) entropy -= share * std::log(share);
    alignment.effective.push_back(column[k] > 0 ? std::exp(entropy) : nothing);
  }
  return alignment;
}

}  // namespace placewright::boundaries::workforce
