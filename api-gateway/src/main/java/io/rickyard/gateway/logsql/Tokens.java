package io.rickyard.gateway.logsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a query, one after the other. */
final class Tokens {

  private static final Pattern TOKEN =
      Pattern.compile(
          """
          \\s+|--[^\\n]*\
          |(?<text>'(?:[^'\\\\]++|''|\\\\.)*+')\
          |(?<number>\\d+(?:\\.\\d+)?)\
          |(?<word>[A-Za-z_][A-Za-z_0-9]*|`[^`]+`|"[^"]+")\
          |(?<sign><=|>=|<>|!=|[=<>(),*\\[\\].;])\
          """,
          Pattern.DOTALL);

  /** What a token is. */
  enum Kind {
    TEXT,
    NUMBER,
    WORD,
    SIGN,
    END
  }

  /**
   * A token.
   *
   * @param text without quotes; of words and signs as they are
   */
  record Token(Kind kind, String text) {
    boolean is(String other) {
      return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(other);
    }
  }

  private static final Token END = new Token(Kind.END, "the end");

  private final List<Token> all = new ArrayList<>();
  private int next;

  Tokens(String sql) {
    var matcher = TOKEN.matcher(sql);
    int at = 0;
    while (at < sql.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new LogSqlRefused("'%s' is not understood".formatted(shortened(sql.substring(at))));
      }
      add(matcher);
      at = matcher.end();
    }
  }

  private void add(Matcher matcher) {
    String text = matcher.group("text");
    String word = matcher.group("word");
    if (text != null) {
      all.add(new Token(Kind.TEXT, unquoted(text)));
    } else if (matcher.group("number") != null) {
      all.add(new Token(Kind.NUMBER, matcher.group("number")));
    } else if (word != null) {
      boolean quoted = !Character.isLetter(word.charAt(0)) && word.charAt(0) != '_';
      all.add(new Token(Kind.WORD, quoted ? word.substring(1, word.length() - 1) : word));
    } else if (matcher.group("sign") != null) {
      all.add(new Token(Kind.SIGN, matcher.group("sign")));
    }
  }

  /** As ClickHouse reads it: a quote is doubled or behind a backslash. */
  private static String unquoted(String text) {
    var unquoted = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char letter = text.charAt(i);
      if (letter == '\\' || letter == '\'') {
        i++;
        char escaped = text.charAt(i);
        unquoted.append(
            letter == '\''
                ? '\''
                : switch (escaped) {
                  case 'n' -> '\n';
                  case 't' -> '\t';
                  case 'r' -> '\r';
                  default -> escaped;
                });
      } else {
        unquoted.append(letter);
      }
    }
    return unquoted.toString();
  }

  Token peek() {
    return next < all.size() ? all.get(next) : END;
  }

  Token take() {
    var token = peek();
    next++;
    return token;
  }

  /** Takes the next token if it is this one. */
  boolean skip(String text) {
    if (peek().is(text)) {
      next++;
      return true;
    }
    return false;
  }

  void need(String text) {
    if (!skip(text)) {
      throw new LogSqlRefused(
          "%s is expected before %s"
              .formatted(text.toUpperCase(Locale.ROOT), shortened(peek().text())));
    }
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
