#include "datasets/read/xml_text.h"

#include "datasets/place/plain_text.h"

namespace placewright::datasets {

std::string escape_xml(std::string_view text) {
  std::string out;
  for (const char c : plain_text(text, Lines::kept)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace placewright::datasets
