package io.rickyard.auth.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.rickyard.auth.mail.MailMessage;
import io.rickyard.auth.mail.MailNotCarried;
import io.rickyard.auth.mail.MailPurpose;
import io.rickyard.auth.user.EmailAddress;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a mail server in this process. */
class SmtpCarrierTest {

  private static final MailMessage MESSAGE =
      new MailMessage(
          MailPurpose.RECOVERY,
          new EmailAddress("bob@example.com"),
          "Ein neues Kennwort für Sie",
          "Take this:\n\nhttps://rickyard.example.com/auth/v1/verify?token=1&type=recovery\n");

  private final GreenMail greenMail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    greenMail.start();
  }

  @AfterEach
  void stop() {
    greenMail.stop();
  }

  @Test
  void messageArrivesAsTextAndAsPage() throws MailNotCarried, MessagingException {
    // when
    carrier(SmtpServer.Security.NONE, null).carry(MESSAGE);

    // then
    var received = greenMail.getReceivedMessages();
    assertThat(received).hasSize(1);
    assertThat(received[0].getSubject()).isEqualTo("Ein neues Kennwort für Sie");
    assertThat(received[0].getFrom()[0]).hasToString("Rickyard <rickyard@example.com>");
    assertThat(received[0].getAllRecipients()[0]).hasToString("bob@example.com");
    assertThat(received[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(GreenMailUtil.getWholeMessage(received[0]))
        .contains("multipart/alternative", "token=1&type=recovery", "token=1&amp;type=recovery");
  }

  @Test
  void serverThatDoesNotEncryptIsToldNothing() {
    // given
    var carrier = carrier(SmtpServer.Security.STARTTLS, "rickyard");

    // then
    assertThatThrownBy(() -> carrier.carry(MESSAGE))
        .asInstanceOf(type(MailNotCarried.class))
        .matches(MailNotCarried::retryable);
    assertThat(greenMail.getReceivedMessages()).isEmpty();
  }

  @Test
  void wrongPasswordIsTriedAgainAndNotSaid() {
    // given
    greenMail.setUser("rickyard", "the right one");

    // then
    assertThatThrownBy(() -> carrier(SmtpServer.Security.NONE, "rickyard").carry(MESSAGE))
        .asInstanceOf(type(MailNotCarried.class))
        .matches(MailNotCarried::retryable)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("the wrong one");
  }

  @Test
  void serverThatIsAwayIsTriedAgain() {
    // given
    var carrier = carrier(SmtpServer.Security.NONE, null);
    greenMail.stop();

    // then
    assertThatThrownBy(() -> carrier.carry(MESSAGE))
        .asInstanceOf(type(MailNotCarried.class))
        .matches(MailNotCarried::retryable);
  }

  private SmtpCarrier carrier(SmtpServer.Security security, @Nullable String username) {
    return new SmtpCarrier(
        new SmtpServer(
            "127.0.0.1",
            greenMail.getSmtp().getPort(),
            security,
            username,
            username == null ? null : "the wrong one",
            "rickyard@example.com",
            "Rickyard"),
        Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
  }
}
