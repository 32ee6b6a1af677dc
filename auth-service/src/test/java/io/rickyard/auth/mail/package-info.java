@NullMarked
package io.rickyard.auth.mail;

import org.jspecify.annotations.NullMarked;
