#pragma once

#include <string>
#include <string_view>

/// How things that have a code and a name are called and listed: areas, neighbourhoods, sites, wards, PCNs.
namespace placewright::datasets {

/// "N03 Horsforth". Nothing is said twice: where one of the two holds the other as whole words, or is
/// missing, only the longer one is said ("N03" for N03 named N03, "Leeds 012" for Leeds named Leeds 012,
/// "Horsforth (N03)" for N03 named so); of a code that was made of the name, what it says besides ("Central
/// Camden (ncl)" for ncl__central_camden).
[[nodiscard]] std::string full_name(std::string_view code, std::string_view name);

/// The name where it says more than the code; "" where a column beside the code's would only repeat it.
[[nodiscard]] std::string_view further_name(std::string_view code, std::string_view name);

/// Numbers within a text count as numbers: N2 comes before N10. A strict order of all texts.
[[nodiscard]] bool comes_before(std::string_view a, std::string_view b);

/// comes_before for sorted containers.
struct NaturalOrder {
  bool operator()(std::string_view a, std::string_view b) const { return comes_before(a, b); }
};

}  // namespace placewright::datasets
