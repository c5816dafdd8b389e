#pragma once

#include <exception>
#include <string>

namespace placewright::geo {

/// A person can repair this: a bad file, a bad option, a value out of range.
/// Thrown where it is found; caught where a person is told (both programs' main(), the window's jobs),
/// elsewhere only to add a place to the message or to try another way.
class InputError : public std::exception {
 public:
  struct Message {
    std::string where;  ///< file, line, column, or option name
    std::string what;   ///< what was found there
    std::string fix;    ///< what to do about it
  };
  explicit InputError(Message message)
      : message_(std::move(message)),
        text_(message_.where + ": " + message_.what + "\n  try: " + message_.fix) {}
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }
  [[nodiscard]] const Message& message() const { return message_; }

 private:
  Message message_;
  std::string text_;
};

}  // namespace placewright::geo
