package io.rickyard.auth.http.gotrue;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GoTrue's {@code ban_duration}: {@code none}, or hours, minutes and seconds such as {@code
 * 24h30m}.
 */
final class BanDuration {

  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,8})h)?(?:(\\d{1,8})m)?(?:(\\d{1,8})s)?");

  private BanDuration() {}

  /** Until when; for none a time past, which lifts a ban. */
  static @Nullable Instant until(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    if (text.equals("none")) {
      return Instant.EPOCH;
    }
    Matcher matcher = FORM.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED, "invalid format for ban duration: use 24h or none");
    }
    return now.plus(
        Duration.ofHours(number(matcher.group(1)))
            .plusMinutes(number(matcher.group(2)))
            .plusSeconds(number(matcher.group(3))));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
