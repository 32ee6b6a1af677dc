package io.rickyard.auth.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.Invitations;
import io.rickyard.auth.http.MailForms.KeptMail;
import io.rickyard.auth.http.MailForms.KeptMails;
import io.rickyard.auth.http.MailForms.NewMail;
import io.rickyard.auth.http.MailForms.Sent;
import io.rickyard.auth.mail.MailMessage;
import io.rickyard.auth.mail.MailPurpose;
import io.rickyard.auth.mail.MailQueue;
import io.rickyard.auth.mail.MailTemplates;
import io.rickyard.auth.mail.MailTransport;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Clock;
import java.util.HashMap;

/**
 * Mail that other services let be sent, and the messages that stay here. Those hold what signs
 * people in, so they are shown to administrators of the installation only, and only where mail does
 * not leave at all.
 */
@Controller("/internal/mails")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class MailController {

  private static final int MOST = 500;

  private final MailQueue queue;
  private final MailTemplates templates;
  private final Invitations invitations;
  private final Administrators administrators;
  private final String installation;
  private final Clock clock;

  MailController(
      MailQueue queue,
      MailTemplates templates,
      Invitations invitations,
      Administrators administrators,
      @Property(name = "rickyard.installation.url", defaultValue = "http://localhost:8000")
          String installation,
      Clock clock) {
    this.queue = queue;
    this.templates = templates;
    this.invitations = invitations;
    this.administrators = administrators;
    this.installation = installation;
    this.clock = clock;
  }

  @Post
  @Status(HttpStatus.ACCEPTED)
  Sent send(Authentication authentication, @Body NewMail wanted) {
    if (Caller.of(authentication).kind() != Caller.Kind.SERVICE) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "This belongs to services, not to people");
    }
    if (!MailPurpose.INVITATION.wireName().equals(wanted.purpose())) {
      throw invalid("The only purpose that others may send is invitation");
    }
    var message = written(wanted);
    var until = wanted.invitedUntil();
    if (until != null) {
      invitations.invite(message.to(), until);
    }
    if (queue.transport() != MailTransport.NONE) {
      queue.add(wanted.id(), message, clock.instant());
    }
    return Sent.by(queue.transport());
  }

  @Get
  KeptMails list(Authentication authentication, @QueryValue(defaultValue = "100") int limit) {
    administrators.require(Caller.of(authentication));
    if (queue.transport() != MailTransport.MAILBOX) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "This installation keeps no mail");
    }
    if (limit < 1 || limit > MOST) {
      throw invalid("limit lies between 1 and " + MOST);
    }
    return new KeptMails(queue.newest(limit).stream().map(KeptMail::of).toList());
  }

  private MailMessage written(NewMail wanted) {
    var values = new HashMap<>(wanted.values());
    values.put("installation", installation);
    try {
      return templates.write(MailPurpose.INVITATION, new EmailAddress(wanted.to()), values);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static RequestRefused invalid(String detail) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, detail);
  }
}
