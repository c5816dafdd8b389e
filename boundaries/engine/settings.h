#pragma once

/// How hard the engine works, and with which of its means.
namespace placewright::boundaries {

enum class Effort { quick, normal, thorough };

/// What a search may use: everything, unless it is measured what one of them earns.
struct Ideas {
  bool chunk = true, swap = true, eject = true;                             ///< moves of a few areas
  bool recombine = true, three = true, shift = true, resplit = true;  ///< neighbourhoods redrawn
  bool breeding = true, windows = true, cover = true;
};

}  // namespace placewright::boundaries
