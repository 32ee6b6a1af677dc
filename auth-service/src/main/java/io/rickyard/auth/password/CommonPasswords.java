package io.rickyard.auth.password;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The passwords that are tried first, without asking anybody: words that every published ranking
 * has near its top, in the shapes people give them (capitals, digits and signs around, digits for
 * letters), runs of keys and of the alphabet, repetitions, and one's own address. A rule that says
 * so of a good password would do harm, so a password counts only when nothing else is in it.
 */
final class CommonPasswords {

  private static final int SHORTEST_RUN = 4;

  /** Words alone; what people put around them is taken away first. */
  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwort",
          "passw",
          "passwd",
          "motdepasse",
          "contrasena",
          "senha",
          "parola",
          "wachtwoord",
          "kennwort",
          "geheim",
          "secret",
          "letmein",
          "letmeinplease",
          "welcome",
          "willkommen",
          "bienvenue",
          "changeme",
          "changethis",
          "default",
          "login",
          "admin",
          "administrator",
          "root",
          "toor",
          "guest",
          "user",
          "master",
          "superuser",
          "supervisor",
          "system",
          "server",
          "manager",
          "postgres",
          "supabase",
          "rickyard",
          "test",
          "testing",
          "tester",
          "temp",
          "temporary",
          "demo",
          "example",
          "iloveyou",
          "loveyou",
          "lovely",
          "love",
          "sunshine",
          "princess",
          "princesa",
          "dragon",
          "monkey",
          "football",
          "baseball",
          "basketball",
          "soccer",
          "hockey",
          "superman",
          "batman",
          "spiderman",
          "starwars",
          "pokemon",
          "pikachu",
          "naruto",
          "minecraft",
          "trustno",
          "whatever",
          "freedom",
          "shadow",
          "ninja",
          "mustang",
          "michael",
          "michelle",
          "jennifer",
          "jessica",
          "jordan",
          "daniel",
          "ashley",
          "nicole",
          "charlie",
          "andrew",
          "thomas",
          "matthew",
          "joshua",
          "anthony",
          "hannah",
          "samantha",
          "maggie",
          "george",
          "robert",
          "william",
          "summer",
          "winter",
          "spring",
          "autumn",
          "sommer",
          "monday",
          "friday",
          "january",
          "december",
          "chocolate",
          "cookie",
          "cheese",
          "banana",
          "orange",
          "flower",
          "butterfly",
          "computer",
          "internet",
          "samsung",
          "google",
          "facebook",
          "linkedin",
          "qwerty",
          "qwertz",
          "azerty",
          "qazwsx",
          "qazwsxedc",
          "asdfgh",
          "zxcvbn",
          "abc",
          "abcd",
          "qwe",
          "qwer",
          "asd",
          "asdf",
          "zxc",
          "hello",
          "hallo",
          "killer",
          "pepper",
          "hunter",
          "liverpool",
          "chelsea",
          "arsenal",
          "barcelona",
          "blink",
          "access",
          "blessed",
          "angel",
          "forever",
          "family",
          "friends",
          "mother",
          "father",
          "babygirl",
          "hottie",
          "lovers",
          "corvette",
          "mercedes",
          "ferrari",
          "porsche",
          "yamaha",
          "harley",
          "cowboys",
          "eagles",
          "yankees",
          "steelers");

  /** What stands side by side on keyboards, and in the alphabet. */
  private static final List<String> ROWS =
      List.of(
          "01234567890",
          "abcdefghijklmnopqrstuvwxyz",
          "qwertyuiop",
          "qwertzuiop",
          "azertyuiop",
          "asdfghjkl",
          "zxcvbnm",
          "yxcvbnm",
          "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
          "1q2w3e4r5t6y7u8i9o0p",
          "qazwsxedcrfvtgb",
          "!@#$%^&*()");

  private static final Pattern AROUND = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]");

  private CommonPasswords() {}

  /** Whether a password of whoever has this address is one of them. */
  static boolean include(String password, String address) {
    String plain = password.toLowerCase(Locale.ROOT).strip();
    String bare = bare(plain);
    return isWord(bare)
        || isWord(bare(unleeted(plain)))
        || isWord(bare(unleeted(bare)))
        || isRuns(plain)
        || isRepetition(plain)
        || isOwn(plain, address.toLowerCase(Locale.ROOT));
  }

  private static String bare(String text) {
    return AROUND.matcher(text).replaceAll("");
  }

  private static boolean isWord(String word) {
    return WORDS.contains(word) || isTwice(word);
  }

  /** The same word twice is no second word. */
  private static boolean isTwice(String word) {
    int half = word.length() / 2;
    return word.length() % 2 == 0
        && half > 2
        && word.substring(0, half).equals(word.substring(half))
        && WORDS.contains(word.substring(0, half));
  }

  /** Nothing but runs of neighbours, forwards or backwards, each at least four long. */
  private static boolean isRuns(String text) {
    int from = 0;
    while (from < text.length()) {
      int length = longestRun(text, from);
      if (length < SHORTEST_RUN) {
        return false;
      }
      from += length;
    }
    return true;
  }

  private static int longestRun(String text, int from) {
    int longest = 0;
    for (String row : ROWS) {
      longest = Math.max(longest, Math.max(run(row, text, from), run(reversed(row), text, from)));
    }
    return longest;
  }

  private static int run(String row, String text, int from) {
    int longest = 0;
    for (int start = row.indexOf(text.charAt(from));
        start >= 0;
        start = row.indexOf(text.charAt(from), start + 1)) {
      int length = 1;
      while (from + length < text.length()
          && start + length < row.length()
          && text.charAt(from + length) == row.charAt(start + length)) {
        length++;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static String reversed(String row) {
    return new StringBuilder(row).reverse().toString();
  }

  /** A few characters of the keyboard over and over, such as 11111111 and abcabcabc. */
  private static boolean isRepetition(String text) {
    for (int period = 1; period <= 3; period++) {
      if (text.length() > 2 * period && repeats(text, period)) {
        return true;
      }
    }
    return false;
  }

  private static boolean repeats(String text, int period) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '~' || text.charAt(i) != text.charAt(i % period)) {
        return false;
      }
    }
    return true;
  }

  /** One's own address, or its first part with nothing but digits and signs around it. */
  private static boolean isOwn(String text, String address) {
    if (address.isEmpty()) {
      return false;
    }
    String name = address.substring(0, Math.max(0, address.indexOf('@')));
    String bare = NO_LETTER.matcher(AROUND.matcher(name).replaceAll("")).replaceAll("");
    String given = NO_LETTER.matcher(AROUND.matcher(text).replaceAll("")).replaceAll("");
    return text.equals(address) || (!bare.isEmpty() && bare.equals(given));
  }

  private static String unleeted(String text) {
    return text.replace('@', 'a')
        .replace('4', 'a')
        .replace('3', 'e')
        .replace('1', 'i')
        .replace('!', 'i')
        .replace('0', 'o')
        .replace('$', 's')
        .replace('5', 's')
        .replace('7', 't');
  }
}
