package io.rickyard.auth.onetime;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.mail.MailPurpose;
import io.rickyard.auth.mail.MailTemplates;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one-time tokens and writes the messages that bring them. For an address without an account
 * all of it is done as well, to the last statement, and the message goes nowhere.
 */
public final class OneTimeMail {

  private final OneTimeTokens tokens;
  private final OneTimeCodes codes;
  private final MailTemplates templates;
  private final SecureRandom random;
  private final String installation;
  private final Duration lifetime;

  /**
   * Mail of this installation.
   *
   * @param installation the address that people know it by
   * @param lifetime how long tokens are good
   */
  public OneTimeMail(
      OneTimeTokens tokens,
      OneTimeCodes codes,
      MailTemplates templates,
      SecureRandom random,
      String installation,
      Duration lifetime) {
    this.tokens = tokens;
    this.codes = codes;
    this.templates = templates;
    this.random = random;
    this.installation = installation;
    this.lifetime = lifetime;
  }

  /** A token with the link that holds it. */
  public record Made(OneTimeToken token, String link, URI redirect) {
    @Override
    public String toString() {
      return "Made[" + token.purpose() + "]";
    }
  }

  /** Sends one to an account's address. */
  public void send(OneTimePurpose purpose, UserId user, EmailAddress to, Flow flow, Cause cause) {
    send(token(purpose, user, to, flow, cause), purpose.mail(), to, flow, true, cause);
  }

  /** Sends one that agrees to a new address, to the present or to the new one. */
  public void sendChange(
      OneTimePurpose purpose,
      UserId user,
      EmailAddress to,
      EmailAddress changed,
      Flow flow,
      Cause cause) {
    send(token(purpose, user, to, flow, cause), purpose.mail(), changed, flow, true, cause);
  }

  /** Does what {@link #send} does, for an address that nobody has. */
  public void sendNowhere(OneTimePurpose purpose, EmailAddress to, Flow flow, Cause cause) {
    send(token(purpose, null, to, flow, cause), purpose.mail(), to, flow, false, cause);
  }

  /** Tells an account's owner that somebody wanted to use its address for another one. */
  public void tellOfAccount(OneTimePurpose purpose, EmailAddress to, Flow flow, Cause cause) {
    send(token(purpose, null, to, flow, cause), MailPurpose.ACCOUNT_EXISTS, to, flow, true, cause);
  }

  /** Makes one that is handed out otherwise. */
  public Made make(OneTimePurpose purpose, UserId user, EmailAddress to, Flow flow, Cause cause) {
    var token = token(purpose, user, to, flow, cause);
    tokens.issue(token, null, false, cause);
    return new Made(token, link(token, flow), flow.redirect());
  }

  private void send(
      OneTimeToken token,
      MailPurpose mail,
      EmailAddress changed,
      Flow flow,
      boolean goesOut,
      Cause cause) {
    Map<String, String> values = new HashMap<>();
    values.put("installation", installation);
    values.put("link", link(token, flow));
    values.put("code", token.code());
    values.put("lifetime", words(lifetime));
    values.put("new_address", changed.value());
    tokens.issue(token, templates.write(mail, token.address(), values), goesOut, cause);
  }

  private OneTimeToken token(
      OneTimePurpose purpose, @Nullable UserId user, EmailAddress to, Flow flow, Cause cause) {
    return new OneTimeToken(
        OpaqueToken.next(OpaqueToken.Kind.ONE_TIME, random),
        codes.next(),
        purpose,
        user,
        to,
        flow.challenge(),
        cause.at().plus(lifetime));
  }

  private String link(OneTimeToken token, Flow flow) {
    return installation
        + "/auth/v1/verify?token="
        + token.link().value()
        + "&type="
        + token.purpose().type()
        + "&redirect_to="
        + URLEncoder.encode(flow.redirect().toString(), StandardCharsets.UTF_8);
  }

  private static String words(Duration lifetime) {
    long minutes = lifetime.toMinutes();
    return minutes % 60 == 0
        ? minutes / 60 + (minutes == 60 ? " hour" : " hours")
        : minutes + " minutes";
  }
}
