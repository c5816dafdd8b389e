#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "boundaries/question/policy.h"

/// How organisations and neighbourhoods lie over each other, counted in registered patients.
namespace placewright::boundaries::workforce {

/// Patients by organisation (row) and neighbourhood (column), row-major.
struct Overlap {
  std::size_t organisations = 0, neighbourhoods = 0;
  std::vector<double> patients;
  [[nodiscard]] double at(std::size_t organisation, std::size_t neighbourhood) const {
    return patients[organisation * neighbourhoods + neighbourhood];
  }
};

struct Alignment {
  std::vector<std::int32_t>
      many_to_one;  ///< neighbourhood with most patients of each organisation; -1 for none
  std::vector<std::int32_t> one_to_one;  ///< matching with most patients, each neighbourhood once
  double share_many = 0,
         share_one = 0;  ///< patients living in the matched neighbourhood / all; NaN without patients
  std::vector<double> effective;  ///< exp(entropy) of the organisations in each neighbourhood; NaN when empty
  std::vector<std::uint32_t>
      pieces;  ///< neighbourhoods with the least piece or more of each organisation's patients
};
/// least_piece: share of an organisation's patients, above 0 to 1, from which on a part counts as a piece.
[[nodiscard]] Alignment measure_alignment(const Overlap& overlap, double least_piece = kLeastPiece);

}  // namespace placewright::boundaries::workforce
