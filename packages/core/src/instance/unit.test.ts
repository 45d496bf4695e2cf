// Shutting down: what the databases write to is there until Docker has ended.
import { expect } from 'chai'
import { FakeInstance, skipWithoutJq, whereJqIs } from './fake-instance.test.js'
import { ownFile } from './own-files.js'

describe(`geusemaker.service${whereJqIs}`, function () {
  this.timeout(60_000)
  before(skipWithoutJq)

  it('is stopped before Docker, and Docker before the file system is unmounted', () => {
    const after = /^After=(.*)$/m.exec(ownFile('geusemaker.service'))?.[1]?.split(' ')
    expect(after).to.include('docker.service')
    const instance = new FakeInstance()
    try {
      const { status, calls } = instance.boot()
      expect(status.state).to.equal('ready')
      expect(instance.read('etc/systemd/system/docker.service.d/geusemaker.conf')).to.equal(
        '[Unit]\nAfter=mnt-efs.mount\n',
      )
      const unit = instance.read('etc/systemd/system/geusemaker.service')
      expect(unit).to.equal(instance.read(`opt/geusemaker/current/geusemaker.service`))
      expect(calls).to.include('systemctl daemon-reload')
    } finally {
      instance.remove()
    }
  })
})
