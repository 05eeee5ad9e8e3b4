#!/bin/bash
# A single-node Ceph RADOS Gateway (Debian 12: ceph 16.2.15) on loopback, for tests only: run by CephConformanceTest as root, after
#   apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd ceph-common     (64 MB to fetch, 281 MB on disk)
# Three traps: (1) cephx must be ON (radosgw never authenticates with auth_*_required=none: it hangs 5 min
# and fails with "failed to fetch mon config"); (2) the S3 region is "default" (us-east-1 -> 400 InvalidLocationConstraint);
# (3) the object store may be a plain sparse file.
set -e
D=$1; mkdir -p $D/mon $D/osd $D/run $D/log $D/mgr $D/rgw; FSID=$(cat /proc/sys/kernel/random/uuid)
export CEPH_CONF=$D/ceph.conf
cat > $CEPH_CONF <<C
[global]
fsid=$FSID
mon_host=[v2:127.0.0.1:43300,v1:127.0.0.1:46789]
public_addr=127.0.0.1
cluster_addr=127.0.0.1
auth_cluster_required=cephx
auth_service_required=cephx
auth_client_required=cephx
auth_allow_insecure_global_id_reclaim=false
osd_pool_default_size=1
osd_pool_default_min_size=1
osd_pool_default_pg_num=1
osd_pool_default_pg_autoscale_mode=off
osd_crush_chooseleaf_type=0
mon_warn_on_pool_no_redundancy=false
mon_allow_pool_size_one=true
run_dir=$D/run
log_file=$D/log/\$name.log
admin_socket=$D/run/\$name.asok
pid_file=$D/run/\$name.pid
ms_bind_ipv6=false
keyring=$D/keyring
[mon]
mon_data=$D/mon
mon_initial_members=a
[osd]
osd_data=$D/osd
osd_objectstore=bluestore
bluestore_block_size=4294967296
osd_memory_target=939524096
[client.rgw.a]
rgw_frontends=beast endpoint=127.0.0.1:17480
rgw_data=$D/rgw
C
monmaptool --create --clobber --addv a '[v2:127.0.0.1:43300,v1:127.0.0.1:46789]' --fsid $FSID $D/monmap >/dev/null
ceph-authtool --create-keyring $D/keyring --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool $D/keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' --cap mds 'allow *'
ceph-authtool $D/keyring --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' --cap mgr 'allow profile osd'
ceph-authtool $D/keyring --gen-key -n mgr.x --cap mon 'allow profile mgr' --cap osd 'allow *'
ceph-authtool $D/keyring --gen-key -n client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx' --cap mgr 'allow rw'
ceph-mon --mkfs -i a --monmap $D/monmap --keyring $D/keyring > $D/log/monmkfs 2>&1
ceph-mon -i a
U=$(cat /proc/sys/kernel/random/uuid); echo "{\"cephx_secret\": \"$(ceph-authtool -p -n osd.0 $D/keyring)\"}" > $D/osd.json
timeout 60 ceph osd new $U -i $D/osd.json
truncate -s 4G $D/osd/block; ceph-osd -i 0 --mkfs --osd-uuid $U > $D/log/mkfs.out 2>&1
ceph-osd -i 0
# no ceph-mgr: 300 MB that object I/O does not need (suite run without it: same 42 ok)
for i in $(seq 60); do timeout 20 ceph osd stat 2>/dev/null | grep -q '1 up' && break; sleep 0.5; done
timeout 60 radosgw -n client.rgw.a --keyring $D/keyring
for i in $(seq 60); do curl -s -o /dev/null http://127.0.0.1:17480/ && break; sleep 0.5; done
timeout 60 radosgw-admin user create --keyring $D/keyring --uid=test --display-name=test --access-key=AKIALOCAL --secret-key=local-secret-key -n client.rgw.a >/dev/null 2>&1
echo "rgw on 127.0.0.1:17480, stop with: kill \$(cat $D/run/*.pid)"
