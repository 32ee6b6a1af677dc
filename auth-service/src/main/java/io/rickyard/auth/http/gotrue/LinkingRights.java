package io.rickyard.auth.http.gotrue;

import io.micronaut.http.HttpRequest;
import io.rickyard.auth.provider.LinkingPolicy;
import io.rickyard.auth.session.Session;
import jakarta.inject.Singleton;

/** Who may change which identities open their account: with every factor that they have. */
@Singleton
final class LinkingRights {

  private final BearerSession bearer;
  private final SecondFactors secondFactors;
  private final LinkingPolicy policy;

  LinkingRights(BearerSession bearer, SecondFactors secondFactors, LinkingPolicy policy) {
    this.bearer = bearer;
    this.secondFactors = secondFactors;
    this.policy = policy;
  }

  /** The session that asks. */
  Session require(HttpRequest<?> request) {
    var session = bearer.of(request);
    bearer.user(session);
    if (!policy.manual()) {
      throw new GoTrueRefusal(GoTrueError.MANUAL_LINKING_DISABLED, "Manual linking is disabled");
    }
    secondFactors.require(session, "change identities");
    return session;
  }
}
