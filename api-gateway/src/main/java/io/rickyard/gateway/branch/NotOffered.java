package io.rickyard.gateway.branch;

import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import org.jspecify.annotations.Nullable;

/** Refuses what a request says beyond what can be done here. */
final class NotOffered {

  private NotOffered() {}

  static void when(boolean asked, String why) {
    if (asked) {
      throw new RequestRefused(ErrorCode.UNPROCESSABLE, why);
    }
  }

  static void notifyUrl(@Nullable String url) {
    when(url != null, "notify_url: webhooks and streams of events tell what happens to a branch");
  }
}
