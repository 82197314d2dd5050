/* 核对账号：只在本页查找，不联网，不上传。Written for browsers from Chromium 86 on. */
'use strict'
;(function () {
  var HOSTS = { 'weibo.cn': 'weibo.com', 'm.weibo.cn': 'weibo.com' }

  // Width, case, blanks and signs are writing habits; letters and figures are the name.
  function nameKey(text) {
    var half = text.normalize('NFKC').toLowerCase()
    return half.replace(/[^\p{L}\p{N}]+/gu, '') || half.replace(/\s+/g, '')
  }

  function idKey(text) {
    return text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\s+/g, '')
      .replace(/^(?:微信号|原始id|抖音号|快手号|账号标识|账号id|账号|帐号|uid|id)[:：]?/, '')
      .replace(/^@/, '')
  }

  // An address without scheme, www., m., the slash behind and what follows #.
  function linkKey(text) {
    var found = /^(?:https?:\/\/)?([^/?#\s]+\.[^/?#\s]+)([^#\s]*)/i.exec(text.normalize('NFKC').trim())
    if (!found) return ''
    var host = found[1].toLowerCase().replace(/^(?:www|m)\./, '')
    return (HOSTS[host] || host) + found[2].replace(/\/+(?=\?|$)/, '')
  }

  var entries = Array.prototype.map.call(document.querySelectorAll('[data-account]'), function (item) {
    var data = item.dataset
    return {
      item: item,
      name: nameKey(data.name),
      former: data.former ? data.former.split('\n').map(nameKey) : [],
      ids: data.ids ? data.ids.split('、').map(idKey) : [],
      link: data.link ? linkKey(data.link) : '',
      state: data.state,
    }
  })

  function find(asked) {
    var link = linkKey(asked)
    var id = idKey(asked)
    var name = nameKey(asked)
    function those(test) {
      return entries.filter(test)
    }
    var bare = link.replace(/\?.*$/, '')
    var sure = those(function (one) {
      var sameLink = link !== '' && one.link !== '' && (one.link === link || one.link === bare)
      return sameLink || (id.length > 2 && one.ids.indexOf(id) >= 0)
    })
    if (sure.length > 0) return { kind: 'sure', found: sure }
    if (name === '') return { kind: 'none', found: [] }
    var named = those(function (one) {
      return one.name === name
    })
    if (named.length > 0) return { kind: 'named', found: named }
    var former = those(function (one) {
      return one.former.indexOf(name) >= 0
    })
    if (former.length > 0) return { kind: 'former', found: former }
    var near = those(function (one) {
      return name.length > 1 && (one.name.indexOf(name) >= 0 || (one.name.length > 2 && name.indexOf(one.name) >= 0))
    })
    return near.length > 0 ? { kind: 'near', found: near } : { kind: 'none', found: [] }
  }

  var words = {
    sure: ['yes', '是官方账号', '账号标识或主页链接与名录一致。'],
    named: ['look', '名录中有这个名称', '仿冒账号可能使用相同名称，请再核对平台、账号标识和主页链接。'],
    former: ['look', '这是曾用名', '该账号已更名，现用名称如下；继续使用曾用名的，请谨慎辨别。'],
    near: ['no', '名录中没有这个账号', '名称相近的官方账号如下，请逐字核对。'],
    none: ['no', '名录中没有这个账号', '请谨慎辨别，不要转账、不要提供个人信息，可向主管单位核实。'],
    gone: ['no', '该账号已关停', '不再发布信息；仍以此名义发布的，请谨慎辨别。'],
  }

  function isGone(result) {
    return (
      result.kind !== 'near' &&
      result.found.length > 0 &&
      result.found.every(function (one) {
        return one.state === 'closed'
      })
    )
  }

  var MOST = 12
  var box = document.getElementById('answer')

  function line(tag, text) {
    var element = document.createElement(tag)
    element.textContent = text
    return element
  }

  function answer(asked) {
    box.textContent = ''
    box.className = 'answer'
    if (asked.trim() === '') return
    var result = find(asked)
    var say = words[isGone(result) ? 'gone' : result.kind]
    box.className = 'answer ' + say[0]
    box.appendChild(line('p', say[1])).className = 'verdict'
    box.appendChild(line('p', say[2]))
    if (result.found.length === 0) return
    var list = box.appendChild(document.createElement('ul'))
    list.className = 'accounts'
    result.found.slice(0, MOST).forEach(function (one) {
      var copy = list.appendChild(one.item.cloneNode(true))
      copy.removeAttribute('id')
    })
    if (result.found.length > MOST)
      box.appendChild(line('p', '相近的还有 ' + (result.found.length - MOST) + ' 个，请写得更全一些。'))
  }

  var form = document.getElementById('ask')
  var field = document.getElementById('asked')
  form.hidden = false
  form.addEventListener('submit', function (event) {
    event.preventDefault()
    answer(field.value)
  })
  field.addEventListener('input', function () {
    if (field.value.trim() === '') answer('')
  })
})()
