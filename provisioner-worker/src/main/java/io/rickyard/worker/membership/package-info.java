/**
 * Who belongs to which organization, followed from org-service's events and kept in memory: for the
 * second look at rights and for what this service answers itself. Decides nothing at acceptance.
 */
@NullMarked
package io.rickyard.worker.membership;

import org.jspecify.annotations.NullMarked;
