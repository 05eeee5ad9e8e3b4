package io.cuvette.service.cleanup;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Objects that nothing refers to any more and that are still to be deleted. */
@Entity
@Table(name = "cleanup")
public class CleanupEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String tenant;

    /** One key, or a prefix with its closing slash: all below it goes, unfinished uploads too. */
    public String target;

    @Column(name = "not_before")
    public Instant notBefore;

    public int tries;
}
