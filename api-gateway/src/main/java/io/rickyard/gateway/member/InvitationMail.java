package io.rickyard.gateway.member;

import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an invitation's link to the address that it is for. The invitation stands whether that
 * works or not, and who made it has the link: so a mail that is not taken is told, and no failure.
 */
@Singleton
final class InvitationMail {

  private static final Logger LOG = LoggerFactory.getLogger(InvitationMail.class);

  private final AuthClient auth;
  private final OrgClient org;

  InvitationMail(AuthClient auth, OrgClient org) {
    this.auth = auth;
    this.org = org;
  }

  /** What became of the mail: smtp, mailbox, none where there is no mail, or failed. */
  String send(InvitationView invitation, String email, String link, Call call) {
    try {
      String inviter = call.identity().caller().email();
      return auth.sendInvitation(
          invitation.id(),
          email,
          Map.of(
              "organization",
              org.organization(invitation.organization(), call).name(),
              "inviter",
              inviter == null ? "A member" : inviter,
              "link",
              link,
              "lifetime",
              words(Duration.between(invitation.createdAt(), invitation.expiresAt()))),
          invitation.expiresAt());
    } catch (RequestRefused refused) {
      LOG.warn(
          "event=invitation_mail_refused invitation={} reason=\"{}\" follows=\"its maker hands the link"
              + " over\"",
          invitation.id(),
          refused.getMessage());
      return "failed";
    }
  }

  private static String words(Duration life) {
    if (life.toDays() >= 2) {
      return life.toDays() + " days";
    }
    return life.toHours() >= 2 ? life.toHours() + " hours" : life.toMinutes() + " minutes";
  }
}
